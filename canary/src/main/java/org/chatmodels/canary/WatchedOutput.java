package org.chatmodels.canary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes everything on and looks at each line. */
final class WatchedOutput extends OutputStream {
    private static final int LONGEST = 1 << 20;

    private final OutputStream out;
    private final String name;
    private final boolean prompts;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    WatchedOutput(OutputStream out, String name, boolean prompts) {
        this.out = out;
        this.name = name;
        this.prompts = prompts;
    }

    @Override
    public synchronized void write(int octet) throws IOException {
        out.write(octet);
        add(octet);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            add(bytes[i]);
        }
    }

    private void add(int octet) {
        line.write(octet);
        if (octet == '\n' || line.size() >= LONGEST) {
            look();
        }
    }

    /** At what has come of the line. */
    synchronized void look() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (prompts) {
            Sightings.look(name, text);
        } else {
            Sightings.lookForKeys(name, text);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
