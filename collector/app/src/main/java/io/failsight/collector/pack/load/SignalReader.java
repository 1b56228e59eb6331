package io.failsight.collector.pack.load;

import io.failsight.collector.pack.SignalSpec;
import io.failsight.collector.pack.SignalSpec.SignalPart;
import io.failsight.collector.pack.signal.EntryText;
import io.failsight.collector.pack.signal.Words;
import io.failsight.model.EntryField;
import io.failsight.model.Layer;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what stands after {@code signal:} in a rule: the id of a kind, a mapping, or a list of such. Not thread-safe. */
final class SignalReader {
    private static final String DETAIL_KEY = "[a-z][a-z0-9-]*";

    private final Words words;
    private final YamlMap.Problems problems;

    SignalReader(Words words, YamlMap.Problems problems) {
        this.words = words;
        this.problems = problems;
    }

    /**
     * The signals of one rule.
     *
     * @param captured names that the pack's templates and constants set besides the typed fields
     */
    List<SignalSpec> read(YamlMap rule, Set<String> captured) {
        List<SignalSpec> specs = new ArrayList<>();
        Set<String> names = new TreeSet<>(captured);
        Arrays.stream(EntryField.values()).map(EntryField::jsonName).forEach(names::add);
        for (YamlMap.Item item : rule.items("signal")) {
            item.text()
                    .flatMap(this::kind)
                    .ifPresent(kind -> add(new SignalSpec(kind, false, Map.of(), Map.of()), item.line(), specs));
            item.map().flatMap(map -> spec(map, names)).ifPresent(spec -> add(spec, item.line(), specs));
        }
        return specs;
    }

    private void add(SignalSpec spec, int line, List<SignalSpec> specs) {
        if (spec.kind() == SignalKind.ROLE_CHANGED && !spec.details().containsKey(Signal.ROLE)) {
            problems.add(line, "role-changed must say which role: add details: {role: " + roles().getFirst() + "}");
            return;
        }
        specs.add(spec);
    }

    private Optional<SignalSpec> spec(YamlMap map, Set<String> names) {
        map.allowKeys("kind", "remote", "cluster", "node", "layer", "component", "resource", "details");
        Map<SignalPart, EntryText> subject = new EnumMap<>(SignalPart.class);
        for (SignalPart part : SignalPart.values()) {
            map.text(part.name().toLowerCase(Locale.ROOT))
                    .flatMap(text -> entryText(text, names))
                    .ifPresent(text -> subject.put(part, text));
        }
        map.text("layer").ifPresent(text -> checkConstant(text, "layer", layers()));
        Map<String, EntryText> details = new LinkedHashMap<>();
        map.map("details").ifPresent(given -> readDetails(given, names, details));
        boolean remote = map.flag("remote");
        Optional<YamlMap.Text> written = map.text("kind");
        if (written.isEmpty()) {
            problems.add(map.line(), "'kind' is missing: say which signal it is, such as kind: heartbeat-lost");
        }
        return written.flatMap(this::kind).map(kind -> new SignalSpec(kind, remote, subject, details));
    }

    private void readDetails(YamlMap given, Set<String> names, Map<String, EntryText> details) {
        for (String key : given.keys()) {
            given.text(key).ifPresent(text -> {
                if (!key.matches(DETAIL_KEY)) {
                    problems.add(text.line(), "the detail '" + key + "' must be lower-case words joined by '-'");
                }
                entryText(text, names).ifPresent(compiled -> {
                    details.put(key, compiled);
                    if (key.equals(Signal.ROLE)) {
                        checkRole(text, compiled);
                    }
                });
            });
        }
    }

    private void checkRole(YamlMap.Text text, EntryText compiled) {
        checkConstant(text, "role", roles());
        if (compiled.pieces().size() == 1 && compiled.pieces().get(0).isName()) {
            String table = compiled.pieces().get(0).table();
            if (table.isEmpty()) {
                problems.add(
                        text.line(),
                        "the role must be one of " + String.join(", ", roles())
                                + ": turn the product's word into it by a table, as in '{role|roles}'");
            }
            words.meanings(table).stream()
                    .filter(meaning -> !roles().contains(meaning))
                    .forEach(meaning -> problems.add(text.line(), YamlMap.unknown("role", meaning, roles())));
        }
    }

    private Optional<EntryText> entryText(YamlMap.Text text, Set<String> names) {
        Optional<EntryText> compiled = EntryText.parse(text.value());
        if (compiled.isEmpty()) {
            problems.add(text.line(), "'" + text.value() + "' has a brace without its other half: write {name}");
            return Optional.empty();
        }
        for (EntryText.Piece piece : compiled.get().pieces()) {
            if (piece.isName() && !names.contains(piece.text())) {
                problems.add(text.line(), YamlMap.unknown("capture or field", piece.text(), List.copyOf(names)));
            }
            if (!piece.table().isEmpty() && !words.tableNames().contains(piece.table())) {
                problems.add(
                        text.line(), YamlMap.unknown("table of words", piece.table(), List.copyOf(words.tableNames())));
            }
        }
        return compiled;
    }

    private void checkConstant(YamlMap.Text text, String what, List<String> allowed) {
        if (!text.value().contains("{") && !allowed.contains(text.value())) {
            problems.add(text.line(), YamlMap.unknown(what, text.value(), allowed));
        }
    }

    private Optional<SignalKind> kind(YamlMap.Text text) {
        Optional<SignalKind> kind = SignalKind.ofId(text.value());
        if (kind.isEmpty()) {
            List<String> ids =
                    Arrays.stream(SignalKind.values()).map(SignalKind::id).toList();
            problems.add(text.line(), YamlMap.unknown("signal", text.value(), ids));
        }
        return kind;
    }

    private static List<String> roles() {
        return Arrays.stream(Role.values()).map(Role::id).toList();
    }

    private static List<String> layers() {
        return Arrays.stream(Layer.values()).map(Layer::id).toList();
    }
}
