package org.chatmodels.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModels;
import org.chatmodels.gateway.Gateway;

/** A program of the examples, run in a process of its own whose "favourite" is the demo behind the gateway. */
final class Program {
    private Program() {}

    static Checkout.Ended run(Class<?> program, Path folder, String... words) throws IOException, InterruptedException {
        try (Gateway server = Gateway.serve(ChatModels.open("demo:small"), 0)) {
            String location = "openai-compatible:small?base_url=" + server.baseUrl();
            Path configuration = Files.writeString(
                    folder.resolve("chatmodels.properties"), "chatmodels.alias.favourite = " + location + "\n");
            List<String> command = new ArrayList<>(List.of(
                    Checkout.java(),
                    "-Dchatmodels.config=" + configuration,
                    "-cp",
                    System.getProperty("java.class.path"),
                    program.getName()));
            command.addAll(List.of(words));
            return Checkout.run(command.toArray(String[]::new));
        }
    }
}
