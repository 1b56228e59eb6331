package io.failsight.engine.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request with an address that no client would write like that. Stateless. */
final class RawRequest {
    private RawRequest() {}

    /** Status of the answer to a method and an address. */
    static int status(URI base, String methodAndAddress) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((methodAndAddress + " HTTP/1.1\r\nHost: " + base.getHost() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(head.substring(9));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
