package io.failsight.collector.pack;

import io.failsight.collector.pack.signal.EntryText;
import io.failsight.collector.pack.signal.Words;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One signal of a rule, compiled. Immutable and thread-safe.
 *
 * @param kind what it says
 * @param remote whether it is about the reporter's partner
 * @param subject texts by part of the subject; a part that is missing is taken from the entry
 * @param details texts by key; what is empty for an entry is left out
 */
public record SignalSpec(
        SignalKind kind, boolean remote, Map<SignalPart, EntryText> subject, Map<String, EntryText> details) {
    /** Parts of a signal's subject that a pack may name. */
    public enum SignalPart {
        CLUSTER,
        NODE,
        LAYER,
        COMPONENT,
        RESOURCE
    }

    public SignalSpec {
        subject = Map.copyOf(subject);
        details = Map.copyOf(details);
    }

    byte[] kindId() {
        return kind.id().getBytes(StandardCharsets.US_ASCII);
    }

    /** The signal of an entry that the rule matched and whose fields are all set. */
    SignalDraft draft(Entry entry, Words words, String profile) {
        Map<String, String> values = new HashMap<>();
        String product = field(entry, EntryField.PRODUCT);
        if (!product.isEmpty()) {
            values.put(Signal.PRODUCT, product);
        }
        details.forEach((key, text) -> {
            String value = text.of(entry, words, profile);
            if (!value.isEmpty()) {
                values.put(key, value);
            }
        });
        return new SignalDraft(
                kind,
                remote,
                part(SignalPart.CLUSTER, entry, words, profile, null),
                part(SignalPart.NODE, entry, words, profile, null),
                part(SignalPart.LAYER, entry, words, profile, EntryField.LAYER),
                part(SignalPart.COMPONENT, entry, words, profile, EntryField.COMPONENT),
                part(SignalPart.RESOURCE, entry, words, profile, EntryField.RESOURCE),
                values);
    }

    private String part(SignalPart part, Entry entry, Words words, String profile, @Nullable EntryField otherwise) {
        EntryText text = subject.get(part);
        if (text != null) {
            return text.of(entry, words, profile);
        }
        return otherwise == null ? "" : field(entry, otherwise);
    }

    private static String field(Entry entry, EntryField field) {
        String value = entry.string(field);
        return value == null ? "" : value;
    }
}
