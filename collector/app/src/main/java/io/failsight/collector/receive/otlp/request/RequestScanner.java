package io.failsight.collector.receive.otlp.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the wire format of one export request without building messages: counts its records, checks that every nested message ends
 * where it says, and finds records that can never be taken. Used once; not thread-safe.
 */
public final class RequestScanner {
    /** Deepest nesting of values in a record; deeper ones are refused, since every reader of them recurses. */
    static final int MAX_DEPTH = 64;

    private final OtlpSignal signal;
    private final CodedInputStream in;
    private final int maxRecordBytes;
    private final List<Integer> refusedOffsets = new ArrayList<>();
    private String refusalReason = "";
    private String serviceName = "";
    private String serviceInstance = "";
    private boolean resourceSeen;
    private int records;
    private int deepest;

    /** Over the first {@code length} bytes of the array. */
    public RequestScanner(OtlpSignal signal, byte[] bytes, int length, int maxRecordBytes) {
        this.signal = signal;
        this.maxRecordBytes = maxRecordBytes;
        in = CodedInputStream.newInstance(bytes, 0, length);
    }

    /** @throws MalformedRequest when the bytes are no such request; says what and where */
    public RequestScan scan() throws MalformedRequest {
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, 1)) {
                    int limit = in.pushLimit(in.readRawVarint32());
                    scanResourceGroup();
                    in.popLimit(limit);
                } else {
                    skip(tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedRequest(e.getMessage(), in.getTotalBytesRead());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        return new RequestScan(records, refusedOffsets, refusalReason, serviceName, serviceInstance);
    }

    private void scanResourceGroup() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                int limit = in.pushLimit(in.readRawVarint32());
                scanResource();
                in.popLimit(limit);
            } else if (isMessage(tag, 2)) {
                int limit = in.pushLimit(in.readRawVarint32());
                scanScopeGroup();
                in.popLimit(limit);
            } else {
                skip(tag);
            }
        }
    }

    private void scanScopeGroup() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                int limit = in.pushLimit(in.readRawVarint32());
                check(MessageShape.SCOPE, 1);
                in.popLimit(limit);
            } else if (isMessage(tag, 2)) {
                int length = in.readRawVarint32();
                int limit = in.pushLimit(length);
                scanRecord(length);
                in.popLimit(limit);
            } else {
                skip(tag);
            }
        }
    }

    private void scanRecord(int length) throws IOException {
        int start = in.getTotalBytesRead();
        records++;
        deepest = 0;
        String fault = length > maxRecordBytes
                ? "is " + length + " bytes, the limit is " + maxRecordBytes + " (failsight.otlp.max-record-bytes)"
                : null;
        int required = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int idBytes = delimited ? signal.idBytes(field) : 0;
            if (idBytes > 0) {
                int size = in.readRawVarint32();
                if (size != 0 && size != idBytes) {
                    fault = fault == null ? wrongId(field, size, idBytes) : fault;
                }
                required += size > 0 && signal.isRequiredId(field) ? 1 : 0;
                in.skipRawBytes(size);
            } else {
                checkField(signal.record(), tag, 1);
            }
        }
        if (fault == null && signal.idsRequired() && required < 2) {
            fault = "has no trace_id or no span_id";
        }
        if (fault == null && deepest > MAX_DEPTH) {
            fault = "has values nested deeper than " + MAX_DEPTH;
        }
        if (fault != null) {
            refuse(start, fault);
        }
    }

    private String wrongId(int field, int size, int idBytes) {
        return "has a " + signal.idName(field) + " of " + size + " bytes, it must have " + idBytes;
    }

    private void refuse(int start, String fault) {
        if (refusedOffsets.isEmpty()) {
            refusalReason = signal.word() + " " + records + " of the request, at byte " + start + ", " + fault;
        }
        refusedOffsets.add(start);
    }

    private void check(MessageShape shape, int depth) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            checkField(shape, tag, depth);
        }
    }

    private void checkField(MessageShape shape, int tag, int depth) throws IOException {
        MessageShape nested = shape.nested(WireFormat.getTagFieldNumber(tag));
        if (nested == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            skip(tag);
            return;
        }
        int length = in.readRawVarint32();
        deepest = Math.max(deepest, depth);
        if (depth > MAX_DEPTH) {
            in.skipRawBytes(length);
            return;
        }
        int limit = in.pushLimit(length);
        check(nested, depth + 1);
        in.popLimit(limit);
    }

    private void scanResource() throws IOException {
        boolean first = !resourceSeen;
        resourceSeen = true;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (first && isMessage(tag, 1)) {
                int limit = in.pushLimit(in.readRawVarint32());
                scanResourceAttribute();
                in.popLimit(limit);
            } else {
                checkField(MessageShape.RESOURCE, tag, 1);
            }
        }
    }

    private void scanResourceAttribute() throws IOException {
        String key = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                key = text();
            } else if (isMessage(tag, 2) && key.equals("service.name")) {
                serviceName = stringValue(serviceName);
            } else if (isMessage(tag, 2) && key.equals("service.instance.id")) {
                serviceInstance = stringValue(serviceInstance);
            } else {
                checkField(MessageShape.KEY_VALUE, tag, 1);
            }
        }
    }

    private String stringValue(String otherwise) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String value = otherwise;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                value = text();
            } else {
                checkField(MessageShape.ANY_VALUE, tag, 1);
            }
        }
        in.popLimit(limit);
        return value;
    }

    /** A string whose malformed bytes are mended, where {@code readString} keeps them or fails. */
    private String text() throws IOException {
        return new String(in.readByteArray(), StandardCharsets.UTF_8);
    }

    private static boolean isMessage(int tag, int field) {
        return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private void skip(int tag) throws IOException {
        int wireType = WireFormat.getTagWireType(tag);
        if (wireType == WireFormat.WIRETYPE_START_GROUP || wireType == WireFormat.WIRETYPE_END_GROUP) {
            throw new InvalidProtocolBufferException("field " + WireFormat.getTagFieldNumber(tag)
                    + " is a group, which OTLP does not have; is this an OTLP request in protobuf?");
        }
        in.skipField(tag);
    }

    /** The bytes are no export request. */
    public static final class MalformedRequest extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedRequest(@Nullable String what, int at) {
            super("the request is not valid OTLP protobuf at byte " + at + ": " + what, null, false, false);
        }
    }
}
