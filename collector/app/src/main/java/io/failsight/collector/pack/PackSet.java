package io.failsight.collector.pack;

import io.failsight.collector.pack.RecognitionIndex.Candidate;
import io.failsight.collector.pack.template.Captures;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All packs that are loaded. Immutable and thread-safe; each thread takes a matcher of its own. */
public final class PackSet {
    private final List<Pack> packs;
    private final RecognitionIndex index;

    /** Of packs with different names. */
    public PackSet(List<Pack> packs) {
        this.packs = List.copyOf(packs);
        index = new RecognitionIndex(this.packs);
    }

    /** The packs, in the order of their names. */
    public List<Pack> packs() {
        return packs;
    }

    /** Names with versions, such as {@code sshd@1}, in the order of the names. */
    public List<String> labels() {
        return packs.stream().map(pack -> pack.name() + "@" + pack.version()).toList();
    }

    /** A matcher for one thread. */
    public PackMatcher matcher() {
        return matcher(ProfileChooser.NONE);
    }

    /**
     * A matcher for one thread.
     *
     * @param profiles knows the profile of an entry's cluster
     */
    public PackMatcher matcher(ProfileChooser profiles) {
        return new PackMatcher(index, profiles);
    }

    /** Names of all profiles of all packs. */
    public List<String> profileNames() {
        return packs.stream()
                .flatMap(pack -> pack.words().profileNames().stream())
                .sorted()
                .toList();
    }

    /**
     * How the records of a file begin, by its path or by the look of a line in it; empty when every line is a record, as far as packs
     * know.
     *
     * @param file path of the file
     * @param line any line that begins a record, the first one usually; may be empty
     */
    public Optional<RecordStart> recordStart(String file, byte[] line) {
        Entry entry = new Entry();
        entry.text(EntryField.FILE, file);
        entry.text(EntryField.BODY, line);
        Captures captures = new Captures();
        @Nullable Candidate found = new Recogniser(index, captures).find(entry, null);
        return found == null || found.pack().start() == null
                ? Optional.empty()
                : Optional.of(new RecordStart(found.pack().start()));
    }
}
