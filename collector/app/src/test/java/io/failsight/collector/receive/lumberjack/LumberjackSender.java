package io.failsight.collector.receive.lumberjack;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** Writes frames as go-lumber's client does, and reads acknowledgements. Not thread-safe. */
final class LumberjackSender implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    LumberjackSender(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    static byte[] window(int count) {
        return bytes(out -> {
            out.writeBytes("2W");
            out.writeInt(count);
        });
    }

    static byte[] event(int sequence, String json) {
        return bytes(out -> {
            byte[] payload = json.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes("2J");
            out.writeInt(sequence);
            out.writeInt(payload.length);
            out.write(payload);
        });
    }

    static byte[] events(List<String> jsons) {
        return bytes(out -> {
            for (int i = 0; i < jsons.size(); i++) {
                out.write(event(i + 1, jsons.get(i)));
            }
        });
    }

    static byte[] compressed(byte[] frames) {
        return bytes(out -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
                deflater.write(frames);
            }
            out.writeBytes("2C");
            out.writeInt(packed.size());
            packed.writeTo(out);
        });
    }

    static byte[] batch(List<String> jsons, boolean compressed) {
        return bytes(out -> {
            out.write(window(jsons.size()));
            out.write(compressed ? compressed(events(jsons)) : events(jsons));
        });
    }

    static byte[] joined(byte[]... parts) {
        return bytes(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    void write(byte[]... frames) throws IOException {
        socket.getOutputStream().write(joined(frames));
    }

    /** The next acknowledged sequence, whether or not it is the last of its window; -1 when the door closed the connection. */
    int acknowledged() throws IOException {
        int version = in.read();
        if (version < 0) {
            return -1;
        }
        if (version != '2' || in.readByte() != 'A') {
            throw new IOException("not an acknowledgement");
        }
        return in.readInt();
    }

    /** Waits until the window of that size is acknowledged whole. */
    void awaitAcknowledged(int count) throws IOException {
        int sequence = 0;
        while (sequence != count) {
            sequence = acknowledged();
            if (sequence < 0 || sequence > count) {
                throw new IOException("acknowledged " + sequence + " of " + count);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
