package io.failsight.runtime.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpProbeTest {
    @TempDir
    Path folder;

    @Test
    void readyMeansTwoHundredWithTheToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean right = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(right ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        assertTrue(new HttpProbe(uri, token, null).isReady());
        assertFalse(new HttpProbe(uri, null, null).isReady());
        server.stop(0);
        assertFalse(new HttpProbe(uri, token, null).isReady());
    }
}
