package org.chatmodels.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.chatmodels.ModelStore.Progress;
import org.chatmodels.provider.JsonBinding;

/** For scripts: an object in a line for each change. */
final class PullJson implements PullReport {
    private final Terminal terminal;
    private final JsonBinding json = Json.binding();
    private Progress last = new Progress("", -1, OptionalLong.empty());

    PullJson(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void told(Progress progress) {
        if (!progress.equals(last)) {
            last = progress;
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("step", progress.step());
            fields.put("done", progress.done());
            progress.total().ifPresent(total -> fields.put("total", total));
            terminal.print(json.write(fields) + "\n");
        }
    }

    @Override
    public void end(boolean whole) {
        // every line is whole
    }
}
