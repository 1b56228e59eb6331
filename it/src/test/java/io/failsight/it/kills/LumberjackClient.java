package io.failsight.it.kills;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends windows of events over Lumberjack 2, as the Beats do; the last sequence number is the acknowledgement. */
final class LumberjackClient extends Obligations {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final int port;
    private @Nullable Socket socket;

    LumberjackClient(int port) {
        super("lumberjack-client");
        this.port = port;
    }

    @Override
    boolean send(int from) throws IOException {
        try {
            Socket open = socket == null ? connect() : socket;
            socket = open;
            open.getOutputStream().write(window(from));
            DataInputStream in = new DataInputStream(open.getInputStream());
            while (true) {
                int kind = in.readUnsignedShort();
                if (kind != ('2' << 8 | 'A')) {
                    throw new IOException("not an acknowledgement: " + Integer.toHexString(kind));
                }
                if (in.readInt() == RECORDS) {
                    return true;
                }
            }
        } catch (IOException e) {
            hangUp();
            throw e;
        }
    }

    private Socket connect() throws IOException {
        Socket made = new Socket();
        made.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        made.setSoTimeout(TIMEOUT_MILLIS);
        return made;
    }

    private static byte[] window(int from) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("2W");
        out.writeInt(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            byte[] event = ("{\"@timestamp\":\"" + Instant.now() + "\",\"message\":\"obligation of lumberjack number "
                            + (from + i) + "\",\"host\":{\"name\":\"beat-1\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            out.writeBytes("2J");
            out.writeInt(i + 1);
            out.writeInt(event.length);
            out.write(event);
        }
        return bytes.toByteArray();
    }

    private void hangUp() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            hangUp();
        } catch (IOException e) {
            // it is closed as good as it can be
        }
    }
}
