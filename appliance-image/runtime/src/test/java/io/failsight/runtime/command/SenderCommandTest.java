package io.failsight.runtime.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.runtime.data.DataFolder;
import io.failsight.runtime.data.ServerCertificate;
import io.failsight.settings.PemAuthority;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init")
class SenderCommandTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private DataFolder data;

    @BeforeEach
    void listen() throws Exception {
        Screen.redirect(new PrintStream(said, true, StandardCharsets.UTF_8));
        data = new DataFolder(folder.resolve("data"));
        data.prepare();
        new ServerCertificate(data, Clock.systemUTC(), new SecureRandom()).prepare("127.0.0.1");
    }

    @AfterEach
    void letGo() {
        System.setOut(out);
        System.setErr(err);
    }

    private String run(int code, String... arguments) {
        said.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.path().toString()));
        assertEquals(code, new CommandLine(new SenderCommand()).execute(all.toArray(String[]::new)), this::said);
        return said();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private SenderRegistry registry() {
        return new SenderRegistry(SenderBook.fileIn(data.secrets()), Clock.systemUTC(), problem -> {});
    }

    @Test
    void makesACertificateThatTheApplianceTrustsAndRevokesIt() throws Exception {
        Path target = folder.resolve("vms-a");
        run(0, "add", "vms-a", "--certificate", target.toString(), "--node", "vms-a", "--days", "30");
        List<X509Certificate> chain = PemAuthority.certificates(target.resolve("vms-a.crt")).stream()
                .map(X509Certificate.class::cast)
                .toList();
        X509Certificate certificate = chain.getFirst();
        certificate.verify(chain.getLast().getPublicKey());
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage(), "for clients only");
        assertTrue(certificate.getSubjectX500Principal().getName().contains("CN=vms-a"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("vms-a.key"))));
        assertTrue(Files.exists(target.resolve("ca.crt")));
        SenderRegistry.Known known = registry().ofCertificate(certificate).orElseThrow();
        assertEquals("vms-a", known.sender().place().node());
        assertTrue(run(0, "list").contains(known.credential().id() + "  certificate of "));
        assertTrue(run(0, "revoke", "vms-a", known.credential().id()).contains("1 credential revoked"));
        assertTrue(run(0, "list").contains("revoked on "));
        assertFalse(registry().stillOpens(known.credential().digest()));
    }

    @Test
    void printsATokenOnceAndKeepsNoneOfIt() throws Exception {
        Matcher token = Pattern.compile("fst_[A-Za-z0-9_-]{43}").matcher(run(0, "add", "app", "--token"));
        assertTrue(token.find());
        assertTrue(registry().ofToken(token.group()).isPresent());
        assertFalse(run(0, "list").contains(token.group()));
        assertTrue(run(0, "revoke", "app", "--remove").contains("forgotten"));
        assertTrue(registry().ofToken(token.group()).isEmpty());
    }

    @Test
    void saysWhatIsWrong() {
        assertTrue(run(1, "add", "a/b", "--token").contains("a sender's name is 1 to 63 letters"));
        assertTrue(run(1, "revoke", "nobody").contains("there is no sender 'nobody'"));
        assertTrue(run(1, "add", "a", "--token", "--from", "some.host").contains("such as 192.0.2.0/24"));
        assertTrue(run(0, "list").contains("No senders yet"));
    }
}
