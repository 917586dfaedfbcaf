package org.chatmodels.spi;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of an answer that have no home, 64 KiB of characters at most; what is beyond is left out. */
final class ExtraFields {
    private static final int MOST = 64 << 10;
    private static final int SMALLEST = 8;

    final Map<String, Object> all = new LinkedHashMap<>(0);
    private long size;

    /** The latest value of a name counts; in a stream most are the same again and again. */
    void put(String name, Object value) {
        Object known = all.get(name);
        if (known == value) {
            return;
        }
        long after = size - (known == null ? 0 : size(known) + name.length()) + size(value) + name.length();
        if (after <= MOST) {
            size = after;
            all.put(name, value);
        }
    }

    private static long size(@Nullable Object value) {
        long size = SMALLEST;
        if (value instanceof String text) {
            size += text.length();
        } else if (value instanceof BigDecimal number) {
            size += number.precision();
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                size += size(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += size(entry.getKey()) + size(entry.getValue());
            }
        }
        return size;
    }
}
