package io.failsight.collector.receive.otlp.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.failsight.model.Bytes;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes an export request again without some of its records; everything else keeps its bytes. Requests, resource groups and scope
 * groups of logs and traces have the same shape, so one walk serves both. Stateless, thread-safe.
 */
public final class RecordRemover {
    private RecordRemover() {}

    /**
     * The request without those records.
     *
     * @param offsets where the records to leave out lie in {@code bytes}; the request was scanned before, so it is well-formed
     */
    public static byte[] without(byte[] bytes, int length, List<Integer> offsets) {
        Bytes out = new Bytes(length);
        try {
            copy(bytes, 0, length, 0, new HashSet<>(offsets), out);
        } catch (IOException e) {
            throw new IllegalStateException("a request that was scanned cannot be walked again", e);
        }
        return out.toByteArray();
    }

    /** Copies a message; level 0 is the request, 1 a resource group, 2 a scope group. */
    private static void copy(byte[] bytes, int offset, int length, int level, Set<Integer> left, Bytes out)
            throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, offset, length);
        int groupTag = (level == 0 ? 1 : 2) << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        int fieldStart = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == groupTag) {
                int childLength = in.readRawVarint32();
                int childStart = offset + in.getTotalBytesRead();
                in.skipRawBytes(childLength);
                if (level < 2) {
                    Bytes child = new Bytes(childLength);
                    copy(bytes, childStart, childLength, level + 1, left, child);
                    varint(tag, out);
                    varint(child.length(), out);
                    out.add(child.array(), 0, child.length());
                } else if (!left.contains(childStart)) {
                    out.add(bytes, offset + fieldStart, in.getTotalBytesRead() - fieldStart);
                }
            } else {
                in.skipField(tag);
                out.add(bytes, offset + fieldStart, in.getTotalBytesRead() - fieldStart);
            }
            fieldStart = in.getTotalBytesRead();
        }
    }

    private static void varint(int value, Bytes out) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.add(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.add(rest);
    }
}
