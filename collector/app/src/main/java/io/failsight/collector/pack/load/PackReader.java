package io.failsight.collector.pack.load;

import io.failsight.collector.pack.Constants;
import io.failsight.collector.pack.FileGlob;
import io.failsight.collector.pack.NamePattern;
import io.failsight.collector.pack.Pack;
import io.failsight.collector.pack.Recognition;
import io.failsight.collector.pack.Rule;
import io.failsight.collector.pack.RuleTable;
import io.failsight.collector.pack.SeverityNames;
import io.failsight.collector.pack.SignalSpec;
import io.failsight.collector.pack.Target;
import io.failsight.collector.pack.signal.Words;
import io.failsight.collector.pack.template.Template;
import io.failsight.collector.pack.template.TemplateException;
import io.failsight.model.EntryField;
import io.failsight.model.Severity;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one {@code pack.yaml}. Used once, not thread-safe. */
final class PackReader {
    private final Path file;
    private final String folderName;
    private final List<Words.Profile> profiles;
    private final List<PackProblem> problems = new ArrayList<>();
    private Words words = Words.NONE;
    /** Attributes that the splits capture and the constants set. */
    private final Set<String> known = new TreeSet<>();

    /** @param profiles what was read from the pack's folder of profiles */
    PackReader(Path file, String folderName, List<Words.Profile> profiles) {
        this.file = file;
        this.folderName = folderName;
        this.profiles = List.copyOf(profiles);
    }

    /** What is wrong, in the order of lines. */
    List<PackProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(PackProblem::line))
                .toList();
    }

    private void problem(int line, String message) {
        problems.add(new PackProblem(file, line, message));
    }

    /** The pack, empty when anything is wrong with it. */
    Optional<Pack> read(String yaml) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            if (!(root instanceof MappingNode mapping)) {
                problem(1, "is not a pack: it must begin with keys such as name and version, see docs/packs.md");
                return Optional.empty();
            }
            Pack pack = pack(new YamlMap(mapping, this::problem));
            return problems.isEmpty() ? Optional.of(pack) : Optional.empty();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problem(line, "is not YAML: " + e.getProblem() + ". Check indents, and put templates in single quotes");
        } catch (YAMLException e) {
            problem(0, "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Pack pack(YamlMap map) {
        map.allowKeys(
                "name",
                "version",
                "description",
                "zone",
                "recognise",
                "set",
                "lines",
                "split",
                "envelope",
                "severity",
                "words",
                "rules");
        String name = required(map, "name");
        if (!name.isEmpty() && !name.equals(folderName)) {
            problem(map.line(), "the name '" + name + "' must be that of its folder, '" + folderName + "'");
        }
        String version = required(map, "version");
        required(map, "description");
        List<Recognition> recognitions =
                map.maps("recognise").stream().map(this::recognition).toList();
        if (recognitions.isEmpty()) {
            problem(
                    map.line(),
                    "'recognise' is missing: say by program, file, text ... which entries are the product's");
        }
        words = new Words(WordsReader.tables(map), profiles);
        List<Rule> splits = rules(map.texts("split"), EntryField.BODY, Constants.NONE, List.of());
        map.texts("split").forEach(text -> quietly(text).ifPresent(split -> known.addAll(split.names())));
        map.map("set").ifPresent(set -> known.addAll(set.keys()));
        List<Rule> bodyRules = new ArrayList<>();
        List<Rule> otherRules = new ArrayList<>();
        map.maps("rules")
                .forEach(rule -> readRule(rule)
                        .forEach(read -> (read.on() == EntryField.BODY ? bodyRules : otherRules).add(read)));
        return new Pack(
                name,
                version,
                Pack.label(name, version),
                recognitions,
                constants(map),
                new RuleTable(splits),
                new RuleTable(bodyRules),
                otherRules,
                severities(map),
                zone(map),
                map.flag("envelope"),
                words,
                start(map).orElse(null));
    }

    private String required(YamlMap map, String key) {
        Optional<YamlMap.Text> text = map.text(key);
        if (text.isEmpty() || text.get().value().isBlank()) {
            problem(map.line(), "'" + key + "' is missing: add it");
            return "";
        }
        return text.get().value();
    }

    private Recognition recognition(YamlMap map) {
        List<String> textFields = Arrays.stream(EntryField.values())
                .filter(field -> field.type() == EntryField.Type.KEYWORD && field != EntryField.TIME_SOURCE)
                .map(EntryField::jsonName)
                .toList();
        List<String> allowed = new ArrayList<>(textFields);
        allowed.addAll(List.of("text", "has", "structured", "set"));
        map.allowKeys(allowed.toArray(new String[0]));
        List<Recognition.FieldNames> names = new ArrayList<>();
        for (String key : map.keys()) {
            Optional<EntryField> field = EntryField.ofJsonName(key).filter(f -> f != EntryField.FILE);
            if (field.isPresent() && textFields.contains(key)) {
                List<NamePattern> patterns = map.texts(key).stream()
                        .map(text -> NamePattern.of(text.value()))
                        .toList();
                names.add(new Recognition.FieldNames(field.get(), patterns));
            }
        }
        List<FileGlob> files = map.texts("file").stream()
                .map(text -> new FileGlob(text.value()))
                .toList();
        List<Template> texts = map.texts("text").stream()
                .map(this::template)
                .flatMap(Optional::stream)
                .toList();
        List<EntryField> present = present(map);
        if (names.isEmpty() && files.isEmpty() && texts.isEmpty() && present.isEmpty()) {
            problem(map.line(), "this would recognise everything: add a condition such as program, file or text");
        }
        return new Recognition(names, files, texts, present, map.flag("structured"), constants(map));
    }

    private List<EntryField> present(YamlMap map) {
        List<EntryField> present = new ArrayList<>();
        for (YamlMap.Text text : map.texts("has")) {
            EntryField.ofJsonName(text.value())
                    .ifPresentOrElse(present::add, () -> problem(text.line(), unknownField(text.value())));
        }
        return present;
    }

    private static String unknownField(String name) {
        return YamlMap.unknown(
                "field",
                name,
                Arrays.stream(EntryField.values()).map(EntryField::jsonName).toList());
    }

    private List<Rule> readRule(YamlMap map) {
        map.allowKeys("name", "on", "match", "set", "signal");
        EntryField on = EntryField.BODY;
        Optional<YamlMap.Text> written = map.text("on");
        if (written.isPresent()) {
            Optional<EntryField> field = EntryField.ofJsonName(written.get().value());
            if (field.isEmpty() || !field.get().isText()) {
                problem(written.get().line(), unknownField(written.get().value()));
            }
            on = field.filter(EntryField::isText).orElse(on);
        }
        List<YamlMap.Text> templates = map.texts("match");
        if (templates.isEmpty()) {
            problem(map.line(), "'match' is missing: add one template or a list of them");
        }
        Set<String> captured = new TreeSet<>(known);
        map.map("set").ifPresent(set -> captured.addAll(set.keys()));
        List<Template> parsed =
                templates.stream().map(this::quietly).flatMap(Optional::stream).toList();
        parsed.forEach(template -> captured.addAll(template.names()));
        return rules(templates, on, constants(map), new SignalReader(words, this::problem).read(map, captured));
    }

    private Optional<Template> quietly(YamlMap.Text text) {
        try {
            return Optional.of(Template.parse(text.value()));
        } catch (TemplateException e) {
            return Optional.empty(); // named when the rule is made
        }
    }

    private List<Rule> rules(List<YamlMap.Text> templates, EntryField on, Constants set, List<SignalSpec> signals) {
        List<Rule> rules = new ArrayList<>();
        for (YamlMap.Text text : templates) {
            template(text).ifPresent(template -> {
                List<Target> targets = new ArrayList<>();
                for (String name : template.names()) {
                    Target.of(name)
                            .ifPresentOrElse(
                                    targets::add,
                                    () -> problem(
                                            text.line(), "'" + name + "' is set by the collector: take another name"));
                }
                if (targets.size() == template.names().size()) {
                    rules.add(new Rule(on, template, targets, set, signals));
                }
            });
        }
        return rules;
    }

    private Optional<Template> template(YamlMap.Text text) {
        try {
            return Optional.of(Template.parse(text.value()));
        } catch (TemplateException e) {
            problem(text.line(), "template '" + text.value() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private Constants constants(YamlMap map) {
        return map.map("set")
                .map(set -> ConstantsReader.read(set, this::problem))
                .orElse(Constants.NONE);
    }

    private SeverityNames severities(YamlMap map) {
        Map<String, Severity> words = new LinkedHashMap<>();
        map.map("severity").ifPresent(severities -> {
            for (String word : severities.keys()) {
                severities
                        .text(word)
                        .flatMap(text -> ConstantsReader.severity(text, this::problem))
                        .ifPresent(severity -> words.put(word, severity));
            }
        });
        return new SeverityNames(words);
    }

    private ZoneId zone(YamlMap map) {
        Optional<YamlMap.Text> zone = map.text("zone");
        if (zone.isEmpty() || zone.get().value().equals("system")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(zone.get().value());
        } catch (DateTimeException e) {
            problem(
                    zone.get().line(),
                    "there is no time zone '" + zone.get().value()
                            + "': write system or a name such as Europe/Berlin or UTC");
            return ZoneId.systemDefault();
        }
    }

    private Optional<Template> start(YamlMap map) {
        Optional<YamlMap> lines = map.map("lines");
        lines.ifPresent(keys -> keys.allowKeys("start"));
        return lines.flatMap(keys -> keys.text("start")).flatMap(this::template);
    }
}
