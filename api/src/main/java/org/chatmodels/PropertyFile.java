package org.chatmodels;

import java.util.List;

/** A file in the format of {@link java.util.Properties}, in UTF-8, with the line of each key. */
record PropertyFile(String name, List<Entry> entries) {
    /** Keys in order, a key twice stands twice (the last one counts); IllegalArgumentException with the line for a bad Unicode escape. */
    static PropertyFile parse(String name, String text) {
        throw new AssertionError();
    }

    /** One key; {@code line} is where it begins, from 1. */
    record Entry(String key, String value, int line) {
        @Override
        public String toString() {
            return key + " line " + line;
        }
    }
}
