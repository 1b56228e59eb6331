package io.failsight.collector.pack;

import io.failsight.model.EntryField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All recognitions, by what finds them fastest: the exact program name by hash, then names of other fields, then files, then the first
 * byte of the text. Immutable and thread-safe.
 */
final class RecognitionIndex {
    /** Fields by which a recognition is looked up, the most telling first. */
    private static final List<EntryField> NAME_ORDER =
            List.of(EntryField.PROGRAM, EntryField.SERVICE, EntryField.UNIT, EntryField.LOGGER);

    /** A pack and the recognition that leads to it. */
    record Candidate(Recognition recognition, Pack pack) {}

    /** Recognitions that hang on one field. */
    record Group(EntryField field, Candidate[] candidates) {}

    /** The beginning of a program name and where it leads. */
    record Beginning(NamePattern pattern, Candidate candidate) {}

    final ByteMap<Candidate[]> programs;
    /** By the first byte of the program name. */
    final Beginning[][] programBeginnings = new Beginning[256][];

    final Group[] groups;
    final List<Candidate> byFile;
    final Candidate[][] byFirstByte = new Candidate[256][];

    RecognitionIndex(List<Pack> packs) {
        Map<String, List<Candidate>> exact = new LinkedHashMap<>();
        Map<EntryField, List<Candidate>> named = new LinkedHashMap<>();
        NAME_ORDER.forEach(field -> named.put(field, new ArrayList<>()));
        List<Beginning> beginnings = new ArrayList<>();
        List<Candidate> files = new ArrayList<>();
        List<Candidate> texts = new ArrayList<>();
        for (Pack pack : packs) {
            for (Recognition recognition : pack.recognitions()) {
                Candidate candidate = new Candidate(recognition, pack);
                if (!recognition.names().isEmpty()) {
                    place(candidate, exact, beginnings, named);
                } else if (!recognition.files().isEmpty()) {
                    files.add(candidate);
                } else if (!recognition.texts().isEmpty()) {
                    texts.add(candidate);
                } else {
                    recognition.present().stream()
                            .findFirst()
                            .ifPresent(field -> named.computeIfAbsent(field, f -> new ArrayList<>())
                                    .add(candidate));
                }
            }
        }
        Map<String, Candidate[]> arrays = new LinkedHashMap<>();
        exact.forEach((program, candidates) -> arrays.put(program, candidates.toArray(new Candidate[0])));
        programs = new ByteMap<>(arrays);
        groups = named.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> new Group(group.getKey(), group.getValue().toArray(new Candidate[0])))
                .toArray(Group[]::new);
        byFile = List.copyOf(files);
        fillFirstBytes(texts);
        for (int b = 0; b < 256; b++) {
            int value = b;
            programBeginnings[b] = beginnings.stream()
                    .filter(beginning -> beginning.pattern().mayStartWith((byte) value))
                    .toArray(Beginning[]::new);
        }
    }

    private static void place(
            Candidate candidate,
            Map<String, List<Candidate>> exact,
            List<Beginning> beginnings,
            Map<EntryField, List<Candidate>> named) {
        List<Recognition.FieldNames> names = candidate.recognition().names();
        Recognition.FieldNames primary = NAME_ORDER.stream()
                .flatMap(field -> names.stream().filter(name -> name.field() == field))
                .findFirst()
                .orElse(names.get(0));
        EntryField field = primary.field();
        for (NamePattern pattern : primary.patterns()) {
            if (field == EntryField.PROGRAM && pattern.prefix()) {
                beginnings.add(new Beginning(pattern, candidate));
            } else if (field == EntryField.PROGRAM) {
                String program = new String(pattern.text(), StandardCharsets.UTF_8);
                exact.computeIfAbsent(program, p -> new ArrayList<>()).add(candidate);
            }
        }
        if (field != EntryField.PROGRAM) {
            named.computeIfAbsent(field, f -> new ArrayList<>()).add(candidate);
        }
    }

    private void fillFirstBytes(List<Candidate> texts) {
        for (int b = 0; b < 256; b++) {
            List<Candidate> possible = new ArrayList<>();
            for (Candidate candidate : texts) {
                int value = b;
                if (candidate.recognition().texts().stream().anyMatch(text -> text.firstBytes()[value])) {
                    possible.add(candidate);
                }
            }
            byFirstByte[b] = possible.toArray(new Candidate[0]);
        }
    }
}
