package io.failsight.collector.pack;

import io.failsight.collector.pack.RecognitionIndex.Candidate;
import io.failsight.collector.pack.template.Captures;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pack of an entry. Remembers what it found for the last file. Not thread-safe: one a thread. */
final class Recogniser {
    private final RecognitionIndex index;
    private final Captures scratch;
    private byte[] lastFile = {};
    private List<Candidate> lastCandidates = List.of();

    Recogniser(RecognitionIndex index, Captures scratch) {
        this.index = index;
        this.scratch = scratch;
    }

    /** The first recognition that holds, of another pack than {@code not}; null when there is none. */
    @Nullable
    Candidate find(Entry entry, @Nullable Pack not) {
        if (entry.has(EntryField.PROGRAM)) {
            Candidate found = byProgram(entry, not);
            if (found != null) {
                return found;
            }
        }
        for (RecognitionIndex.Group group : index.groups) {
            Candidate found = entry.has(group.field()) ? first(group.candidates(), entry, not, false) : null;
            if (found != null) {
                return found;
            }
        }
        Candidate found = entry.has(EntryField.FILE) ? byFile(entry, not) : null;
        if (found != null || !entry.has(EntryField.BODY)) {
            return found;
        }
        int firstByte = entry.array(EntryField.BODY)[entry.offset(EntryField.BODY)] & 0xFF;
        return first(index.byFirstByte[firstByte], entry, not, false);
    }

    private @Nullable Candidate byProgram(Entry entry, @Nullable Pack not) {
        byte[] array = entry.array(EntryField.PROGRAM);
        int offset = entry.offset(EntryField.PROGRAM);
        int length = entry.length(EntryField.PROGRAM);
        Candidate[] exact = index.programs.get(array, offset, length);
        Candidate found = exact == null ? null : first(exact, entry, not, true);
        if (found != null) {
            return found;
        }
        for (RecognitionIndex.Beginning beginning : index.programBeginnings[array[offset] & 0xFF]) {
            if (beginning.pattern().matches(array, offset, length)
                    && accepts(beginning.candidate(), entry, not, true)) {
                return beginning.candidate();
            }
        }
        return null;
    }

    private @Nullable Candidate first(Candidate[] candidates, Entry entry, @Nullable Pack not, boolean programIsKnown) {
        for (Candidate candidate : candidates) {
            if (accepts(candidate, entry, not, programIsKnown)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean accepts(Candidate candidate, Entry entry, @Nullable Pack not, boolean programIsKnown) {
        Recognition recognition = candidate.recognition();
        return candidate.pack() != not
                && recognition.acceptsBesidesFile(entry, scratch, programIsKnown)
                && (recognition.files().isEmpty() || acceptsFile(recognition, entry));
    }

    private static boolean acceptsFile(Recognition recognition, Entry entry) {
        String path = entry.string(EntryField.FILE);
        return path != null && recognition.acceptsFile(path);
    }

    private @Nullable Candidate byFile(Entry entry, @Nullable Pack not) {
        byte[] array = entry.array(EntryField.FILE);
        int from = entry.offset(EntryField.FILE);
        int to = from + entry.length(EntryField.FILE);
        if (!Arrays.equals(lastFile, 0, lastFile.length, array, from, to)) {
            lastFile = Arrays.copyOfRange(array, from, to);
            String path = new String(lastFile, java.nio.charset.StandardCharsets.UTF_8);
            lastCandidates = index.byFile.stream()
                    .filter(candidate -> candidate.recognition().acceptsFile(path))
                    .toList();
        }
        for (int i = 0; i < lastCandidates.size(); i++) {
            Candidate candidate = lastCandidates.get(i);
            if (candidate.pack() != not && candidate.recognition().acceptsBesidesFile(entry, scratch, false)) {
                return candidate;
            }
        }
        return null;
    }
}
