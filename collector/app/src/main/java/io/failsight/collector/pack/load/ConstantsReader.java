package io.failsight.collector.pack.load;

import io.failsight.collector.pack.Constants;
import io.failsight.collector.pack.Target;
import io.failsight.model.EntryField;
import io.failsight.model.Layer;
import io.failsight.model.Severity;
import io.failsight.model.StorageClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the mapping after {@code set:}. Stateless. */
final class ConstantsReader {
    private ConstantsReader() {}

    static Constants read(YamlMap set, YamlMap.Problems problems) {
        Map<EntryField, String> fields = new EnumMap<>(EntryField.class);
        Map<String, String> attributes = new LinkedHashMap<>();
        @Nullable Severity severity = null;
        @Nullable StorageClass storageClass = null;
        for (String key : set.keys()) {
            Optional<YamlMap.Text> text = set.text(key);
            if (text.isEmpty()) {
                continue;
            }
            switch (key) {
                case "severity" -> severity = severity(text.get(), problems).orElse(null);
                case "storage_class" ->
                    storageClass = one(text.get(), "storage class", StorageClass.values(), problems)
                            .orElse(null);
                default -> field(key, text.get(), fields, attributes, problems);
            }
        }
        return new Constants(fields, attributes, severity, storageClass);
    }

    static Optional<Severity> severity(YamlMap.Text text, YamlMap.Problems problems) {
        return one(text, "severity", Severity.values(), problems);
    }

    private static void field(
            String key,
            YamlMap.Text text,
            Map<EntryField, String> fields,
            Map<String, String> attributes,
            YamlMap.Problems problems) {
        if (key.equals(EntryField.LAYER.jsonName())) {
            one(text, "layer", Layer.values(), problems);
        }
        Optional<Target> target = Target.of(key);
        if (target.isEmpty()) {
            problems.add(text.line(), "'" + key + "' is set by the collector: take another name");
            return;
        }
        EntryField field = target.get().field();
        if (field == null) {
            attributes.put(key, text.value());
        } else if (field.isText() && field != EntryField.SEVERITY_TEXT) {
            fields.put(field, text.value());
        } else {
            problems.add(text.line(), "'" + key + "' cannot be a constant: capture it in a template");
        }
    }

    private static <E extends Enum<E>> Optional<E> one(
            YamlMap.Text text, String what, E[] values, YamlMap.Problems problems) {
        List<String> names = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(text.value());
        if (index < 0) {
            problems.add(text.line(), YamlMap.unknown(what, text.value(), names));
            return Optional.empty();
        }
        return Optional.of(values[index]);
    }
}
