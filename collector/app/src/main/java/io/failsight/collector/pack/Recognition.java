package io.failsight.collector.pack;

import io.failsight.collector.pack.template.Captures;
import io.failsight.collector.pack.template.Template;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.List;

/**
 * One way to recognise a product's entries: all of its conditions must hold, within one condition any. Immutable and thread-safe.
 *
 * @param names fields with the names or beginnings of names that they may have
 * @param files patterns of the log file's path, empty for any
 * @param texts templates that the message may begin with, empty for any
 * @param present fields that must be set
 * @param structured whether such entries were taken apart by their sender, so that no template needs to match
 * @param set what the recognition alone says
 */
public record Recognition(
        List<FieldNames> names,
        List<FileGlob> files,
        List<Template> texts,
        List<EntryField> present,
        boolean structured,
        Constants set) {
    public Recognition {
        names = List.copyOf(names);
        files = List.copyOf(files);
        texts = List.copyOf(texts);
        present = List.copyOf(present);
    }

    /** Names that a field may have. */
    public record FieldNames(EntryField field, List<NamePattern> patterns) {
        public FieldNames {
            patterns = List.copyOf(patterns);
        }
    }

    /** Whether all conditions hold but those on the file, and on the program where that was looked up already. */
    boolean acceptsBesidesFile(Entry entry, Captures scratch, boolean programIsKnown) {
        for (int i = 0; i < present.size(); i++) {
            if (!entry.has(present.get(i))) {
                return false;
            }
        }
        for (int i = 0; i < names.size(); i++) {
            FieldNames name = names.get(i);
            boolean known = programIsKnown && name.field() == EntryField.PROGRAM;
            if (!known && !matches(entry, name.field(), name.patterns())) {
                return false;
            }
        }
        return texts.isEmpty() || beginsWithText(entry, scratch);
    }

    private static boolean matches(Entry entry, EntryField field, List<NamePattern> patterns) {
        if (!entry.has(field)) {
            return false;
        }
        byte[] array = entry.array(field);
        int offset = entry.offset(field);
        int length = entry.length(field);
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(array, offset, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWithText(Entry entry, Captures scratch) {
        if (!entry.has(EntryField.BODY)) {
            return false;
        }
        byte[] array = entry.array(EntryField.BODY);
        int from = entry.offset(EntryField.BODY);
        int to = from + entry.length(EntryField.BODY);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).matchPrefix(array, from, to, scratch) >= 0) {
                return true;
            }
        }
        return false;
    }

    boolean acceptsFile(String path) {
        return files.isEmpty() || files.stream().anyMatch(glob -> glob.matches(path));
    }
}
