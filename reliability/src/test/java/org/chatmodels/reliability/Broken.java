package org.chatmodels.reliability;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;

/** Providers that cannot be used, or only with patience. Services files that a row writes name them. */
public final class Broken {
    private Broken() {}

    /** What a usable one answers. */
    private abstract static class Base implements ChatModelProvider {
        @Override
        public final ChatModel open(ModelLocation location, ProviderContext context) {
            return ChatModel.of(location, request -> ChatResponse.of(getClass().getSimpleName()));
        }
    }

    /** Its constructor fails. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Constructor extends Base {
        /** Fails. */
        public Constructor() {
            throw new IllegalStateException("no licence");
        }
    }

    /** A class that it needs is missing. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Dependency extends Base {
        /** Fails as the JVM would. */
        public Dependency() {
            throw new NoClassDefFoundError("org/acme/Missing");
        }
    }

    /** Its class cannot be initialised. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Initialiser extends Base {
        private static final int SIZE = Integer.parseInt("many");

        /** Never gets so far. */
        public Initialiser() {
            throw new IllegalStateException("size " + SIZE);
        }
    }

    /** No provider at all. */
    public static final class Stranger {
        /** Does nothing. */
        public Stranger() {}
    }

    /** Nobody can make one. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Hidden extends Base {
        private Hidden() {}
    }

    /** Never comes to an end. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Endless extends Base {
        /** Makes another one, and so on. */
        public Endless() {
            new Endless();
        }
    }

    /** Its bytes are changed and written under the name Lat3. */
    @ChatProvider(names = "broken", apiLevel = ApiLevel.CURRENT)
    public static final class Late extends Base {
        /** Does nothing. */
        public Late() {}
    }

    /** Wants the name of a service that has a key. */
    @ChatProvider(
            names = {"openai", "groq"},
            apiLevel = ApiLevel.CURRENT)
    public static final class Claimer extends Base {
        /** Does nothing. */
        public Claimer() {}
    }

    /** Opens a model while it is made. */
    @ChatProvider(names = "reentrant", apiLevel = ApiLevel.CURRENT)
    public static final class Reentrant extends Base {
        /** Asks the demo. */
        public Reentrant() {
            try (ChatModelRegistry registry =
                    ChatModelRegistry.builder().environment(name -> null).build()) {
                registry.open("demo:small");
            }
        }
    }

    /** Takes its time. */
    @ChatProvider(names = "slow", apiLevel = ApiLevel.CURRENT)
    public static final class Slow extends Base {
        /** Waits for nothing. */
        public Slow() throws InterruptedException {
            new CountDownLatch(1).await(1, TimeUnit.SECONDS);
        }
    }
}
