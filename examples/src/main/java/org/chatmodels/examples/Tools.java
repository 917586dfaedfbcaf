package org.chatmodels.examples;

import org.chatmodels.ChatModels;
import org.chatmodels.ChatRequest;
import org.chatmodels.Description;
import org.chatmodels.Tool;
import org.chatmodels.ToolRunner;

/** Lets the model call a method of this program. */
public final class Tools {
    private Tools() {}

    record Place(@Description("Name of a city") String city) {}

    public static void main(String[] words) {
        Tool weather = Tool.of("weather", "Weather of a city", Place.class, place -> "18 degrees in " + place.city());
        ChatRequest request = ChatRequest.builder()
                .user(String.join(" ", words))
                .tool(weather)
                .build();
        System.out.println(
                ToolRunner.of(ChatModels.open("favourite")).run(request).text());
    }
}
