package io.failsight.settings;

import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import java.util.List;

/** The documentation of every key, made from what reads the keys, so that it cannot be wrong. Pure. */
public final class ConfigurationPage {
    private ConfigurationPage() {}

    /** The page, in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # failsight.yaml

                The operator's file in the data folder. Every key has a default that works; an empty file is good. A misspelt key or a value that
                cannot be used stops the start, with the line and the nearest right key: `./failsight check-config FILE` shows every problem at once and
                also looks at the secrets. Changes take effect with the next start of the parts (`./failsight down`, `up`).

                Secrets never stand in the file. `password-file: PATH` names a file of mode 0600 that holds nothing else (a relative path starts at the folder of
                failsight.yaml), `password: ${NAME}` an environment variable of `./failsight up`. They are read at each use: a new password needs no restart.

                `[]` behind a key means a list, each of its items holding the keys below. This page is generated; see CONTRIBUTING.md.

                | key | default | what |
                |---|---|---|
                """);
        RootKeys.ALL.forEach(key -> rows(page, "", key));
        return page.toString();
    }

    private static void rows(StringBuilder page, String path, Key<?> key) {
        String name = path + key.name();
        switch (key.shape()) {
            case Shape.Scalar<?> scalar -> row(page, name, key, "It is " + scalar.what() + ".");
            case Shape.ListOf<?> list -> {
                if (list.item() instanceof Shape.Mapping<?> mapping) {
                    row(page, name + "[]", key, "");
                    below(page, name + "[].", mapping.keys());
                } else {
                    row(page, name + "[]", key, "Each is " + list.item().what() + ".");
                }
            }
            case Shape.Mapping<?> mapping -> {
                row(page, name, key, "");
                below(page, name + ".", mapping.keys());
            }
        }
    }

    private static void below(StringBuilder page, String path, List<Key<?>> keys) {
        keys.forEach(key -> rows(page, path, key));
    }

    private static void row(StringBuilder page, String name, Key<?> key, String what) {
        String byDefault = key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`";
        page.append("| `").append(name).append("` | ").append(byDefault).append(" | ");
        page.append((key.about() + " " + what).strip().replace("|", "\\|")).append(" |\n");
    }
}
