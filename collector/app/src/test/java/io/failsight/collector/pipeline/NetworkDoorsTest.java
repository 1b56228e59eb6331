package io.failsight.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkDoorsTest {
    @Test
    void listensOnLoopbackBesideAnAddressOfTheNetwork() {
        assertEquals(List.of("127.0.0.1"), NetworkDoors.addresses("127.0.0.1"));
        assertEquals(List.of("127.0.0.1"), NetworkDoors.addresses("localhost"));
        assertEquals(List.of("0.0.0.0"), NetworkDoors.addresses("0.0.0.0"));
        assertEquals(List.of("::"), NetworkDoors.addresses("::"));
        assertEquals(List.of("192.0.2.5", "127.0.0.1"), NetworkDoors.addresses("192.0.2.5"));
        assertEquals(List.of("failsight.site.example", "127.0.0.1"), NetworkDoors.addresses("failsight.site.example"));
    }
}
