package io.failsight.collector.receive.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.Proof;
import io.failsight.collector.receive.link.Rates;
import io.failsight.collector.receive.link.SenderFixture;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class OtlpAccessTest {
    private static final String HERE = "198.51.100.1";

    private @TempDir Path folder;
    private SenderFixture fixture;
    private final IntakeCounts counts = new IntakeCounts();

    @BeforeEach
    void makeSenders() throws Exception {
        fixture = new SenderFixture(folder);
    }

    private OtlpAccess access(String... allowed) {
        return new OtlpAccess(List.of(allowed), counts, fixture.senders(), new Rates(1 << 20));
    }

    private static OtlpPeer remote(Proof proof, boolean encrypted) {
        return new OtlpPeer(InetAddress.ofLiteral("192.0.2.77"), "192.0.2.77", proof, false, encrypted);
    }

    private static OtlpSender admitted(OtlpVerdict verdict) {
        return assertInstanceOf(OtlpVerdict.Admitted.class, verdict).sender();
    }

    private static void refused(int http, String words, OtlpVerdict verdict) {
        OtlpVerdict.Denied denied = assertInstanceOf(OtlpVerdict.Denied.class, verdict);
        assertEquals(http, denied.http());
        assertTrue(denied.words().contains(words), denied.words());
    }

    @Test
    void letsThisMachineInWhateverTheListSays() {
        for (String here : List.of("127.0.0.1", "0:0:0:0:0:0:0:1%lo", HERE)) {
            OtlpSender sender = admitted(access().judge(OtlpPeers.direct(here, 5, here), null));
            assertNull(sender.allowance(), "and as much as it likes");
        }
        assertEquals(
                "127.0.0.1",
                admitted(access().judge(OtlpPeers.direct("127.0.0.2", 5, HERE), null))
                        .name());
        assertEquals(0, counts.door("otlp").refused());
    }

    @Test
    void letsListedAddressesInAndCountsTheOthers() {
        OtlpAccess access = access("192.0.2.0/24", "2001:db8::/32");
        assertNotNull(admitted(access.judge(OtlpPeers.direct("192.0.2.77", 5, HERE), null))
                .allowance());
        admitted(access.judge(OtlpPeers.direct("2001:db8:0:0:0:0:0:9", 5, "2001:db8:0:0:0:0:0:1"), null));
        for (@Nullable String other : new @Nullable String[] {"192.0.3.1", "a name", null}) {
            refused(403, "doors.otlp-allow", access.judge(OtlpPeers.direct(other, 5, HERE), null));
        }
        assertEquals(3, counts.door("otlp").refused(ErrorKind.UNAUTHORISED));
    }

    @Test
    void asksEverybodyElseForACredential() throws Exception {
        String token = fixture.token("app");
        refused(401, "no credential", access().judge(remote(Proof.NOTHING, true), null));
        refused(401, "no credential", access().judge(remote(Proof.NOTHING, true), "Basic YTpi"));
        refused(401, "not known", access().judge(remote(Proof.NOTHING, true), "Bearer fst_wrong"));
        refused(401, "in the clear", access("192.0.2.0/24").judge(remote(Proof.NOTHING, false), "Bearer " + token));
        assertEquals(
                "sender:app",
                admitted(access().judge(remote(Proof.NOTHING, true), "bearer  " + token))
                        .name());
        fixture.revoke("app");
        refused(401, "was revoked", access().judge(remote(Proof.NOTHING, true), "Bearer " + token));
        refused(401, "was revoked", access().judge(OtlpPeers.direct("127.0.0.1", 5, "127.0.0.1"), "Bearer " + token));
    }

    @Test
    void takesACertificateAndNoTokenOfAnother() throws Exception {
        String token = fixture.token("app");
        Proof shown = new Proof.Sender("vms-a", fixture.certificate("vms-a").fingerprint());
        assertEquals(
                "sender:vms-a",
                admitted(access().judge(remote(shown, true), null)).name());
        assertEquals(
                "CN=x",
                admitted(access().judge(remote(new Proof.Certificate("x"), true), null))
                        .name());
        refused(401, "send those of one", access().judge(remote(shown, true), "Bearer " + token));
        fixture.revoke("vms-a");
        refused(401, "was revoked", access().judge(remote(shown, true), null));
    }

    @Test
    void saysWhichAddressCannotBeRead() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> access("192.0.2.0/99"))
                .getMessage());
        assertTrue(message.contains("192.0.2.0/99"), message);
    }
}
