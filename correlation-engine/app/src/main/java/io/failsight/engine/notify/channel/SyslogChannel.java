package io.failsight.engine.notify.channel;

import io.failsight.settings.HostNames;
import io.failsight.settings.notify.Target;
import io.failsight.settings.notify.Target.Syslog.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * RFC 5424 messages: over UDP (RFC 5426), where nobody says whether they arrived, over TCP with octet counts (RFC 6587) and over TLS (RFC 5425), where
 * the other side must have taken the connection's end. A connection for each message.
 */
final class SyslogChannel implements Channel {
    /** RFC 5426: every receiver should take 2,048. */
    private static final int MAX_UDP_BYTES = 2_048;

    private static final int MAX_BYTES = 8_192;
    /** Signs of a value at most; fewer where all of them would leave no room for the text. */
    private static final int MAX_VALUE = 128;

    private static final int ROOM_FOR_TEXT_BYTES = 400;
    private static final int TIMEOUT_MILLIS = 20_000;
    /** So long the other side may take to close after it has got all; then it counts as taken. */
    private static final int CLOSE_MILLIS = 2_000;

    private static final int FACILITIES = 8;
    private static final int ALERT = 1;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int INFO = 6;

    private final Target.Syslog target;

    SyslogChannel(Target.Syslog target) {
        this.target = target;
    }

    @Override
    public String send(Delivery delivery) throws SendException {
        boolean udp = target.transport() == Transport.UDP;
        byte[] message = format(delivery, target.facility(), udp ? MAX_UDP_BYTES : MAX_BYTES);
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        try {
            if (address.isUnresolved()) {
                throw new IOException("there is no host of that name");
            }
            if (udp) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(message, message.length, address));
                }
            } else {
                sendStream(address, message);
            }
            return "";
        } catch (IOException e) {
            throw SendException.away(
                    "the syslog server " + target.address() + " cannot be used (" + e.getMessage()
                            + "): check host, port, transport and certificate",
                    e);
        }
    }

    private void sendStream(InetSocketAddress address, byte[] message) throws IOException, SendException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (target.transport() == Transport.TLS) {
                try (SSLSocket tls = (SSLSocket) TrustedTls.context(target.authorityFile())
                        .getSocketFactory()
                        .createSocket(socket, target.host(), target.port(), true)) {
                    SSLParameters parameters = tls.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    tls.setSSLParameters(parameters);
                    write(tls, message);
                }
            } else {
                write(socket, message);
            }
        }
    }

    private static void write(Socket socket, byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        frame.write(message);
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        socket.setSoTimeout(CLOSE_MILLIS);
        try {
            while (socket.getInputStream().read() >= 0) {
                continue; // syslog servers say nothing; whatever comes is not for us
            }
        } catch (SocketTimeoutException e) {
            return; // it keeps the connection open: it has not refused it
        }
    }

    /** The message; only its text is cut, at a sign's border. */
    static byte[] format(Delivery delivery, int facility, int maxBytes) {
        Message message = delivery.message();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("delivery", delivery.id());
        data.put("reason", delivery.reason().id());
        if (delivery.reason().ofIncident()) {
            data.put("incident", message.incident());
            data.put("kind", message.kind());
            data.put("state", message.state());
            data.put("cluster", message.cluster());
            data.put("site", message.site());
        }
        int most = MAX_VALUE;
        byte[] head = head(delivery, facility, data, most);
        while (head.length > maxBytes - ROOM_FOR_TEXT_BYTES && most > 1) {
            most /= 2;
            head = head(delivery, facility, data, most);
        }
        byte[] text = text(message).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(head, head.length + text.length);
        System.arraycopy(text, 0, bytes, head.length, text.length);
        return bytes.length <= maxBytes ? bytes : cut(bytes, maxBytes);
    }

    private static byte[] head(Delivery delivery, int facility, Map<String, String> data, int most) {
        StringBuilder line = new StringBuilder();
        line.append('<').append(facility * FACILITIES + severity(delivery)).append(">1 ");
        line.append(delivery.at().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        line.append(name(HostNames.name()))
                .append(" failsight - ")
                .append(delivery.reason().id());
        line.append(" [failsight@").append(SnmpNames.ENTERPRISE);
        data.forEach((key, value) -> line.append(' ')
                .append(key)
                .append("=\"")
                .append(quoted(value, most))
                .append('"'));
        return line.append("] \uFEFF").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        String next = message.nextStep().isEmpty() ? "" : " What to do: " + message.nextStep();
        return MessageText.oneLine(message.summary() + next + " " + message.link());
    }

    private static int severity(Delivery delivery) {
        Message message = delivery.message();
        if (!delivery.reason().ofIncident()) {
            return INFO;
        }
        if (!message.isOpen()) {
            return NOTICE;
        }
        return switch (message.kind()) {
            case "failed", "split-brain", "site" -> ALERT;
            default -> message.state().equals("down") ? ERROR : WARNING;
        };
    }

    /** RFC 5424 section 6.3.3: these three signs are escaped. */
    private static String quoted(String value, int most) {
        String line = MessageText.oneLine(value);
        int end = line.offsetByCodePoints(0, Math.min(line.codePointCount(0, line.length()), most));
        return line.substring(0, end)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("]", "\\]");
    }

    private static String name(String host) {
        String printable = host.replaceAll("[^\\x21-\\x7e]", "");
        return printable.isEmpty() ? "-" : printable;
    }

    private static byte[] cut(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
