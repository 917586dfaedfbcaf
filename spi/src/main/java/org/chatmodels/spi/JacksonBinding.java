package org.chatmodels.spi;

import java.lang.reflect.Type;
import org.chatmodels.provider.JsonBinding;

/** Jackson's databind as the api's binding; loaded when first used. */
public final class JacksonBinding implements JsonBinding {
    /** For ServiceLoader. */
    public JacksonBinding() {}

    @Override
    public Object read(String json, Type type) {
        throw new AssertionError();
    }

    @Override
    public String write(Object value) {
        throw new AssertionError();
    }
}
