package io.failsight.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {
    @Test
    void readsBackItsOwnArguments() {
        NodeOptions options = new NodeOptions(
                Path.of("data"), Path.of("logs"), 0, Path.of("t"), "node-a", "site-a", Optional.of(Path.of("backup")));

        assertEquals(options, NodeOptions.parse(options.arguments().toArray(String[]::new)));
    }

    @Test
    void assumesPortAndNames() {
        assertEquals(
                NodeOptions.of(Path.of("d"), Path.of("l"), 9200, Path.of("t")),
                NodeOptions.parse("--data", "d", "--logs", "l", "--token-file", "t"));
    }

    @ParameterizedTest
    @CsvSource({
        "--data d --logs l, option --token-file is missing",
        "--data, option --data lacks its value",
        "--data d --logs l --token-file t --http-port x, '--http-port must be a number, not x'",
        "--data d --logs l --token-file t --http-port 65536, '--http-port must be 0 to 65535, not 65536'",
    })
    void saysWhatIsWrong(String arguments, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> NodeOptions.parse(arguments.split(" ")))
                        .getMessage());
    }
}
