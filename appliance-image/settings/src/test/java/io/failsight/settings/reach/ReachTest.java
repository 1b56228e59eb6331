package io.failsight.settings.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.settings.AddressRange;
import io.failsight.settings.Door;
import io.failsight.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReachTest {
    private static Reach reach(String... allowed) {
        List<AddressRange> ranges = Arrays.stream(allowed)
                .map(text -> AddressRange.read(text).orElseThrow())
                .toList();
        return new Reach(Set.of(9200), ranges, host -> new InetAddress[] {InetAddress.ofLiteral(host)});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "::ffff:169.254.169.254"
            })
    void refusesWhatNoCheckMeans(String address) {
        Reach.Forbidden refused = assertThrows(Reach.Forbidden.class, () -> reach().addresses(address, 80));
        assertTrue(String.valueOf(refused.getMessage()).contains("'reach' in failsight.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.7", "10.0.0.1", "172.16.3.4", "192.168.1.1", "2001:db8::1", "fd12::1", "127.0.0.1"})
    void letsChecksAskTheProtectedNetwork(String address) throws Exception {
        assertEquals(List.of(InetAddress.ofLiteral(address)), reach().addresses(address, 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"})
    void keepsInnerPortsOfLoopbackToFailsight(String address) throws Exception {
        assertThrows(Reach.Forbidden.class, () -> reach().addresses(address, 9200));
        assertEquals(1, reach().addresses(address, 9201).size());
        assertEquals(1, reach("127.0.0.0/8", "::1").addresses(address, 9200).size());
    }

    @Test
    void asksWhatIsNamed() throws Exception {
        assertEquals(1, reach("169.254.10.0/24").addresses("169.254.10.3", 443).size());
        assertThrows(Reach.Forbidden.class, () -> reach("169.254.10.0/24").addresses("169.254.11.3", 443));
    }

    @Test
    void leavesOutWhatIsForbiddenOfSeveral() throws Exception {
        InetAddress open = InetAddress.ofLiteral("192.0.2.1");
        Reach reach = new Reach(
                Set.of(), List.of(), host -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254"), open});
        assertEquals(List.of(open), reach.addresses("twofold.example", 80));
        Reach nowhere = new Reach(Set.of(), List.of(), host -> new InetAddress[0]);
        assertThrows(UnknownHostException.class, () -> nowhere.addresses("nobody.example", 80));
    }

    @Test
    void knowsTheInnerPortsOfTheSettings() {
        Reach reach = Reach.of(Settings.defaults());
        for (Door door : List.of(Door.OPENSEARCH, Door.COLLECTOR_MANAGEMENT, Door.ENGINE_MANAGEMENT)) {
            assertThrows(
                    Reach.Forbidden.class,
                    () -> reach.addresses("127.0.0.1", Settings.defaults().port(door)));
        }
    }
}
