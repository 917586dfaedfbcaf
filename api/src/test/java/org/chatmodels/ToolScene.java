package org.chatmodels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.chatmodels.provider.JsonBinding;

/** A model that plays answers, and tools whose arguments are their JSON as it is: the binding reads nothing. */
final class ToolScene implements AutoCloseable {
    static final ModelLocation LOCATION = ModelLocation.of("fake", "tools");

    final List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
    final List<Message> told = Collections.synchronizedList(new ArrayList<>());
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** What a tool gets; no JSON that holds "misfit" can be read. */
    record Words(String json) {}

    ToolScene() {
        Thread.currentThread().setContextClassLoader(Loader.ONLY);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** With a JSON binding, which is a class of its own jar, as one of a named module would not be found there. */
    private static final class Loader extends URLClassLoader implements BiFunction<String, Type, Object> {
        static final Loader ONLY = new Loader(jar());

        Loader(URL jar) {
            super(new URL[] {jar}, ToolScene.class.getClassLoader());
        }

        @Override
        public Object apply(String json, Type type) {
            Arguments.check(!json.contains("misfit"), "$.city", "is no text");
            return new Words(json);
        }

        private static URL jar() {
            String body =
                    "@SuppressWarnings(\"unchecked\") public Object read(String json, java.lang.reflect.Type type) {"
                            + " return ((java.util.function.BiFunction<String, java.lang.reflect.Type, Object>)"
                            + " getClass().getClassLoader()).apply(json, type); }"
                            + " public String write(Object value) { return String.valueOf(value); }";
            try {
                Path folder = Files.createTempDirectory("tools");
                URL jar = new BuiltJar(folder, "binding.jar")
                        .source("Binding", "public class Binding implements JsonBinding {" + body + "}")
                        .text("META-INF/services/" + JsonBinding.class.getName(), "jar.Binding")
                        .build();
                try (var files = Files.walk(folder)) {
                    files.forEach(file -> file.toFile().deleteOnExit());
                }
                return jar;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Answers, or exceptions, or streams, or what supplies them; the last one stays. */
    ChatModel model(Object... more) {
        return new Played(new ArrayDeque<>(List.of(more)));
    }

    ToolRunner runner(Object... more) {
        return ToolRunner.of(model(more)).onMessage(told::add);
    }

    private final class Played implements ChatModel {
        private final Deque<Object> steps;

        Played(Deque<Object> steps) {
            this.steps = steps;
        }

        @Override
        public ModelLocation location() {
            return LOCATION;
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return ((ChatResponse) next(request)).servedBy(LOCATION);
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            Object next = next(request);
            return next instanceof ChatStream stream
                    ? stream
                    : ChatStreams.of(((ChatResponse) next).servedBy(LOCATION));
        }

        private Object next(ChatRequest request) {
            requests.add(request);
            Object step = steps.size() > 1 ? steps.poll() : steps.peek();
            if (step instanceof RuntimeException failure) {
                throw failure;
            }
            return step instanceof Supplier<?> late ? late.get() : step;
        }
    }

    static Tool tool(String name, ToolBody<Words> body) {
        return Tool.of(name, "does " + name, Words.class, body);
    }

    /** Answers with its name. */
    static Tool tool(String name) {
        return tool(name, words -> name + " done");
    }

    static ChatRequest request(Tool... tools) {
        ChatRequest.Builder request = ChatRequest.builder().user("Hello");
        for (Tool tool : tools) {
            request.tool(tool);
        }
        return request.build();
    }

    /** Of that tool; its id is number and name. */
    static Part.ToolCall call(int number, String name) {
        return new Part.ToolCall(number + name, name, "{\"number\":" + number + "}", Metadata.of("sign", "\"s\""));
    }

    /** One call of each of these tools. */
    static ChatResponse wants(String... names) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text("Let me see."));
        for (int i = 0; i < names.length; i++) {
            parts.add(call(i, names[i]));
        }
        return answer(new Message(Role.ASSISTANT, parts, Metadata.of("item", "\"i1\"")));
    }

    static ChatResponse says(String text) {
        return answer(Message.assistant(text));
    }

    private static ChatResponse answer(Message message) {
        boolean calls = !message.toolCalls().isEmpty();
        FinishReason.Kind kind = calls ? FinishReason.Kind.TOOL_CALLS : FinishReason.Kind.STOP;
        return ChatResponse.builder()
                .id("a")
                .model("m")
                .choices(List.of(new Choice(message, new FinishReason(kind, ""))))
                .usage(Usage.of(10, 1))
                .build();
    }

    static Message result(int number, String name, String content, boolean failed) {
        return new Message(Role.TOOL, List.of(new Part.ToolResult(number + name, name, content, failed)));
    }

    /** The results that request number {@code index} adds to the one before. */
    List<Part.ToolResult> results(int index) {
        List<Part.ToolResult> results = new ArrayList<>();
        List<Message> messages = requests.get(index).messages();
        int known = index == 0 ? 0 : requests.get(index - 1).messages().size();
        for (Message message : messages.subList(known, messages.size())) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolResult result) {
                    results.add(result);
                }
            }
        }
        return results;
    }
}
