package io.failsight.it.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts recorded bulk bodies as fast as OpenSearch takes them, over as many connections as the sink uses. */
final class StraightLoader {
    private StraightLoader() {}

    private static DataInputStream open(Path recording) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(recording), 1 << 20));
    }

    static void load(Path recording, int port, String token, int connections) throws IOException, InterruptedException {
        try (DataInputStream in = open(recording);
                ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(sender(in, port, token)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the straight load failed", e.getCause());
        }
    }

    private static Callable<Void> sender(DataInputStream in, int port, String token) {
        return () -> {
            byte[] body = new byte[8 << 20];
            try (HttpPost connection = new HttpPost(port, "application/x-ndjson", token)) {
                while (true) {
                    String index;
                    int length;
                    synchronized (in) {
                        try {
                            index = in.readUTF();
                        } catch (EOFException e) {
                            return null;
                        }
                        length = in.readInt();
                        if (length > body.length) {
                            body = new byte[length];
                        }
                        in.readFully(body, 0, length);
                    }
                    String reply = connection.post(
                            "/" + index + "/_bulk?filter_path=errors,items.create.status", body, length);
                    if (!reply.startsWith("{\"errors\":false")) {
                        throw new IOException("an item failed: " + reply.substring(0, Math.min(500, reply.length())));
                    }
                }
            }
        };
    }
}
