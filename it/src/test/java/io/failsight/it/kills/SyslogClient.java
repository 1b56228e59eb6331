package io.failsight.it.kills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends each line once over syslog on TCP, which acknowledges nothing: what was on its way at a kill may be lost, and is no obligation. None may be there
 * twice. One thread.
 */
final class SyslogClient implements AutoCloseable {
    private final int port;
    private final Thread thread;
    private volatile boolean stopping;
    private int sent;
    private @Nullable Socket socket;

    SyslogClient(int port) {
        this.port = port;
        thread = Thread.ofPlatform().name("syslog-client").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                for (int i = 0; i < 5; i++) {
                    send();
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void send() throws InterruptedException {
        try {
            Socket open = socket == null ? new Socket(InetAddress.getLoopbackAddress(), port) : socket;
            socket = open;
            // Numbered before it is sent: a line that may be on its way is never sent again.
            String line = "<14>1 " + Instant.now() + " relay oracle - - - unacknowledged number " + sent++ + " whole\n";
            open.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            socket = null;
            Thread.sleep(100);
        }
    }

    /** Stops; gives the number of lines that it sent. */
    int stop() throws InterruptedException {
        stopping = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            Socket open = socket;
            if (open != null) {
                open.close();
            }
        } catch (IOException | InterruptedException e) {
            // it is closed as good as it can be
        }
    }
}
