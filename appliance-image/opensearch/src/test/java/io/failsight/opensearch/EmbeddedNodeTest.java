package io.failsight.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opensearch.Version;
import org.opensearch.env.NodeMetadata;

class EmbeddedNodeTest {
    private static final String HEAP = "384m";

    @TempDir
    static Path folder;

    private static NodeProcess node;
    private static NodeClient client;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.start(folder, 0, HEAP);
        client = new NodeClient(node);
    }

    @AfterAll
    static void stopNode() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /", "HEAD, /", "GET, /favicon.ico", "GET, /_cat/indices", "GET, /_cluster/health", "GET, /no/such/path",
        "OPTIONS, /", "OPTIONS, /_bulk", "POST, /_bulk", "POST, /favicon.ico", "PUT, /x", "DELETE, /_all",
        "PATCH, /", "TRACE, /", "GET, /?pretty&human=x", "GET, /_cat/../_nodes", "GET, /_nodes/%00",
                "GET, /_search?q=%ff",
    })
    void refusesRequestsWithoutToken(String method, String path) throws Exception {
        HttpResponse<String> response = client.send(method, path, "", null);

        assertEquals(401, response.statusCode());
        if (!method.equals("HEAD")) {
            assertTrue(response.body().contains("Authorization: Bearer <token>"), response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer wrong", "Basic YWRtaW46YWRtaW4=", "token"})
    void refusesWrongTokens(String authorization) throws Exception {
        assertEquals(401, client.send("GET", "/", "", authorization).statusCode());
        assertEquals(401, client.send("GET", "/", "", node.token()).statusCode());
        assertEquals(
                401,
                client.send("GET", "/", "", "Bearer " + node.token().substring(1))
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"})
    void refusesMalformedRequestsWithoutToken(String request) throws Exception {
        String answer = rawExchange(node.port(), request + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertTrue(answer.contains(" 401 "), answer);
        assertFalse(answer.contains(" 200 ") || answer.contains(" 400 "), answer);
    }

    @Test
    void refusesHttp2WithoutToken() throws Exception {
        try (HttpClient http2 = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(node.address()).build();

            assertEquals(401, http2.send(request, BodyHandlers.ofString()).statusCode());
            HttpResponse<String> second = http2.send(request, BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, second.version());
            assertEquals(401, second.statusCode());
        }
    }

    @Test
    void dropsBodyOfRefusedRequestAndKeepsTheConnectionInStep() throws Exception {
        String chunk = "x".repeat(0xffff);
        String answer = rawExchange(
                node.port(),
                "POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("ffff\r\n" + chunk + "\r\n").repeat(64)
                        + "0\r\n\r\nGET /_cluster/health HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + node.token()
                        + "\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        assertTrue(answer.contains("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("\"status\":\""), answer);
    }

    @Test
    void leavesTheDiskToFailsightUntilTheEnd() throws Exception {
        String settings = client.ok("GET", "/_cluster/settings?include_defaults=true&flat_settings=true", "");

        assertTrue(settings.contains("disk.watermark.low\":\"99.2%\""), settings);
        assertTrue(settings.contains("disk.watermark.flood_stage\":\"99.6%\""), settings);
    }

    @Test
    void closesDataFolderToOtherAccounts() throws Exception {
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("opensearch"))));
    }

    /** The protocol between nodes knows no token, so nothing may listen for it; the kernel tells which sockets do. */
    @Test
    void listensForRestOnLoopbackOnly() throws Exception {
        Set<String> own = new TreeSet<>();
        try (Stream<Path> files =
                Files.list(Path.of("/proc", Long.toString(node.process().pid()), "fd"))) {
            for (Path file : files.toList()) {
                String target = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : "";
                own.add(target.replaceAll("socket:\\[(\\d+)]", "$1"));
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] column = line.strip().split("\\s+");
                boolean waits = column.length > 9 && (column[3].equals("0A") || table.contains("udp"));
                if (waits && own.contains(column[9])) {
                    listening.add(column[1]);
                }
            }
        }
        assertEquals(1, listening.size(), listening.toString());
        String[] address = listening.getFirst().split(":");
        assertTrue(address[0].equals("0100007F") || address[0].equals("0000000000000000FFFF00000100007F"), address[0]);
        assertEquals(node.port(), Integer.parseInt(address[1], 16));
    }

    /** Several requests in one piece, on a connection that once carried the token: each is judged by itself. */
    @Test
    void judgesEveryRequestOfAConnection() throws Exception {
        String right = "GET /_cluster/health HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + node.token() + "\r\n\r\n";
        String wrong = "GET /_cluster/health HTTP/1.1\r\nHost: x\r\n\r\n";
        String last = "DELETE /_all HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String answer = rawExchange(node.port(), right + wrong + right + last);

        Matcher statuses = Pattern.compile("HTTP/1.1 (\\d+) ").matcher(answer);
        List<String> found = new ArrayList<>();
        while (statuses.find()) {
            found.add(statuses.group(1));
        }
        assertEquals(List.of("200", "401", "200", "401"), found, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n",
                "GET http://x/_cat/indices HTTP/1.1\r\nHost: x\r\n",
                "GET //_cat/indices HTTP/1.1\r\nHost: x\r\n",
                "GET /?authorization=Bearer HTTP/1.1\r\nHost: x\r\n",
                "PROPFIND / HTTP/1.1\r\nHost: x\r\n",
                "POST /_search HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Bearer x\r\nCookie: token=x\r\n"
            })
    void answersNoOddRequestWithoutToken(String head) throws Exception {
        String answer =
                rawExchange(node.port(), head + "\r\n" + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertFalse(
                answer.contains(" 200 ") || answer.contains("cluster_name") || answer.contains("\"version\""), answer);
    }

    @Test
    void indexesAndSearchesWithToken() throws Exception {
        client.ok("PUT", "/notes", "{\"settings\":{\"number_of_replicas\":0}}");
        client.ok("PUT", "/notes/_doc/1?refresh=true", "{\"text\":\"virtual address moved\"}");

        assertTrue(client.ok("GET", "/notes/_search?q=text:address", "").contains("\"_id\":\"1\""));
    }

    @Test
    void runsPainlessScripts() throws Exception {
        String answer = client.ok(
                "POST",
                "/_scripts/painless/_execute",
                "{\"script\":{\"source\":\"params.a * 6\",\"params\":{\"a\":7}}}");

        assertTrue(answer.contains("\"42\""), answer);
    }

    @Test
    void makesNoIndexByItself() throws Exception {
        HttpResponse<String> response = client.send("PUT", "/guessed/_doc/1", "{}");

        assertEquals(404, response.statusCode());
        assertEquals(404, client.send("GET", "/guessed", "").statusCode());
    }

    @Test
    void hidesTokenFileFromSettings() throws Exception {
        assertFalse(client.ok("GET", "/_nodes/settings", "").contains("token_file"));
    }

    @Test
    void keepsTokenFileToOwner() throws Exception {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("opensearch.token"))));
    }

    @Test
    void writesLogInOpenSearchLayout() throws Exception {
        String first = Files.readAllLines(folder.resolve("logs/opensearch.log")).getFirst();

        assertTrue(
                first.matches(
                        "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d,\\d{3}]\\[INFO ]\\[[^]]{25}] \\[failsight] .+"),
                first);
    }

    @Test
    void secondNodeOnSameDataFailsWithOneLine() throws Exception {
        String failure = startFailure(folder, 0, HEAP);

        assertTrue(failure.contains("is in use by another node"), failure);
        assertEquals(
                1, failure.lines().filter(line -> line.contains("opensearch: ")).count(), failure);
        assertFalse(failure.contains("\tat "), failure);
    }

    @Test
    void takenPortFailsWithOneLine(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String failure = startFailure(other, taken.getLocalPort(), HEAP);

            assertTrue(failure.contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken"), failure);
            assertEquals(
                    1,
                    failure.lines()
                            .filter(line -> line.contains("opensearch: "))
                            .count(),
                    failure);
            assertFalse(failure.contains("\tat "), failure);
        }
    }

    @ParameterizedTest
    @CsvSource({"short, rw-------, fewer than 16 characters", "0123456789abcdef, rw-r--r--, chmod 600"})
    void unusableTokenFailsWithOneLine(String token, String mode, String hint, @TempDir Path other) throws Exception {
        Path file = Files.writeString(other.resolve("opensearch.token"), token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        String failure = startFailure(other, 0, HEAP);

        assertTrue(failure.contains(hint), failure);
        assertEquals(
                1, failure.lines().filter(line -> line.contains("opensearch: ")).count(), failure);
    }

    @Test
    void dataOfNewerVersionFailsWithOneLine(@TempDir Path other) throws Exception {
        Path state = Files.createDirectories(other.resolve("opensearch/nodes/0"));
        NodeMetadata.FORMAT.writeAndCleanup(new NodeMetadata("future", Version.fromString("3.9.0")), state);

        String failure = startFailure(other, 0, HEAP);

        assertTrue(failure.contains("written by a newer version"), failure);
        assertEquals(
                1, failure.lines().filter(line -> line.contains("opensearch: ")).count(), failure);
        assertFalse(failure.contains("\tat "), failure);
    }

    @Test
    void stopsWhenStdinClosesAndKeepsDocumentsOverKill(@TempDir Path other) throws Exception {
        int port;
        try (NodeProcess first = NodeProcess.start(other, 0, HEAP)) {
            port = first.port();
            new NodeClient(first).ok("PUT", "/kept", "{\"settings\":{\"number_of_replicas\":0}}");
            new NodeClient(first).ok("PUT", "/kept/_doc/1", "{\"a\":1}");
            first.kill9();
        }
        try (NodeProcess second = NodeProcess.start(other, port, HEAP)) {
            assertEquals(port, second.port());
            assertTrue(new NodeClient(second).ok("GET", "/kept/_doc/1", "").contains("\"a\":1"));

            second.process().getOutputStream().close();

            assertTrue(second.process().waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, second.process().exitValue());
            assertTrue(Files.readString(other.resolve("logs/opensearch.log")).contains("] closed"));
        }
    }

    private static String startFailure(Path folder, int port, String heap) {
        return String.valueOf(assertThrows(IOException.class, () -> NodeProcess.start(folder, port, heap))
                .getMessage());
    }

    private static String rawExchange(int port, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
