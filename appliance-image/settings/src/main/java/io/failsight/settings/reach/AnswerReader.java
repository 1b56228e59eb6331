package io.failsight.settings.reach;

import io.failsight.settings.reach.HttpCall.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer (RFC 9112): at most 64 KiB of head and what is asked for of the body; errors never repeat what came. Used once.
 */
final class AnswerReader {
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_INTERIM = 8;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int FINAL = 200;
    private static final int HEX = 16;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])(?: .*)?");

    private final InputStream in;
    private int headBytes;

    AnswerReader(InputStream in) {
        this.in = new BufferedInputStream(in, 4 << 10);
    }

    Answer read(int maxBody) throws IOException {
        for (int interim = 0; interim < MAX_INTERIM; interim++) {
            Matcher status = STATUS.matcher(line());
            if (!status.matches()) {
                throw new IOException("it does not speak HTTP");
            }
            int code = Integer.parseInt(status.group(1));
            List<Map.Entry<String, String>> headers = headers();
            if (code >= FINAL) {
                Answer head = new Answer(code, headers, "");
                return maxBody == 0 ? head : new Answer(code, headers, body(head, maxBody));
            }
        }
        throw new IOException("it sends interim answers only");
    }

    private List<Map.Entry<String, String>> headers() throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(Map.entry(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("it hung up");
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("its headers do not end");
            }
            line.append((char) next);
        }
        headBytes++;
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private String body(Answer head, int maxBody) throws IOException {
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return "";
        }
        boolean chunked =
                head.header("Transfer-Encoding").stream().anyMatch(value -> value.equalsIgnoreCase("chunked"));
        Optional<Long> length = head.header("Content-Length").stream()
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .findFirst();
        byte[] bytes =
                chunked ? chunks(maxBody) : in.readNBytes((int) Math.min(maxBody, length.orElse((long) maxBody)));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] chunks(int maxBody) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < maxBody) {
            String size = line().split("[; ]", 2)[0];
            if (!size.matches("[0-9A-Fa-f]{1,8}")) {
                throw new IOException("its chunks have no length");
            }
            long length = Long.parseLong(size, HEX);
            if (length == 0) {
                return body.toByteArray();
            }
            byte[] chunk = in.readNBytes((int) Math.min(length, maxBody - body.size()));
            body.writeBytes(chunk);
            if (chunk.length < length) {
                return body.toByteArray(); // enough, or cut off
            }
            line();
        }
        return body.toByteArray();
    }
}
