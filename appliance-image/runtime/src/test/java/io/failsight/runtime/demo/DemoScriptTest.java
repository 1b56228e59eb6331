package io.failsight.runtime.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class DemoScriptTest {
    static final java.util.List<String> NAMES = DemoScript.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyDemoTellsAStoryOfTwoMachinesInOrderOfTime(String name) throws IOException {
        DemoScript script = DemoScript.named(name).orElseThrow();
        assertFalse(script.story().isBlank());
        assertEquals(
                2, script.lines().stream().map(DemoScript.Line::host).distinct().count());
        Duration last = Duration.ZERO;
        for (DemoScript.Line line : script.lines()) {
            assertTrue(line.after().compareTo(last) >= 0, () -> "out of order: " + line);
            last = line.after();
        }
    }

    @Test
    void unknownNameIsNoDemo() throws IOException {
        assertTrue(DemoScript.named("../secrets").isEmpty());
    }

    @Test
    void messageKeepsItsBars() throws IOException {
        DemoScript script =
                DemoScript.parse("x", "# A story.\n1.5 | host | safekit[7] | mirror | heart | Local state\n");
        assertEquals(
                new DemoScript.Line(Duration.ofMillis(1_500), "host", "safekit[7]", "mirror | heart | Local state"),
                script.lines().getFirst());
    }

    @Test
    void lineThatIsNoneIsNamed() {
        IOException problem = assertThrows(IOException.class, () -> DemoScript.parse("x", "1.5 | host | nothing"));
        assertTrue(String.valueOf(problem.getMessage()).contains("1.5 | host | nothing"));
    }
}
