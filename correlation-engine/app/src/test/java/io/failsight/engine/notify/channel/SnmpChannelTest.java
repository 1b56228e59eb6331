package io.failsight.engine.notify.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import io.failsight.settings.notify.Target.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;

/** Against a trap receiver of the same library; docs/notifications.md names what was tried with snmptrapd. */
final class SnmpChannelTest {
    private static final String ENGINE = "80:00:7e:d9:05:01:02:03:04:05:06:07:08";
    private static final OctetString USER = new OctetString("failsight");
    private static final OctetString PASSWORD = new OctetString("password-1");

    @TempDir
    private Path folder;

    private final BlockingQueue<PDU> traps = new LinkedBlockingQueue<>();

    private static SnmpIdentity identity(int boots) {
        return new SnmpIdentity(ENGINE, boots, System.nanoTime());
    }

    /** A receiver that knows the user of version 3. */
    private final class Manager implements AutoCloseable {
        private final Snmp snmp;
        private final int port;

        @SuppressWarnings("deprecation") // the other way wants keys instead of passwords
        Manager(@Nullable OID authentication, @Nullable OID privacy) throws IOException {
            DefaultUdpTransportMapping transport =
                    new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getLoopbackAddress(), 0));
            snmp = new Snmp(new MessageDispatcherImpl(), transport);
            snmp.getMessageDispatcher().addMessageProcessingModel(new MPv2c());
            SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.maxCompatibility);
            protocols.addAuthenticationProtocol(new AuthMD5());
            OctetString own = new OctetString(MPv3.createLocalEngineID());
            USM usm = new USM(protocols, own, 1);
            SecurityModels models = new SecurityModels();
            models.addSecurityModel(usm);
            snmp.getMessageDispatcher()
                    .addMessageProcessingModel(new MPv3(
                            own.getValue(), new DefaultPDUFactory(), protocols, models, CounterSupport.getInstance()));
            usm.addUser(
                    USER,
                    OctetString.fromHexString(ENGINE, ':'),
                    new UsmUser(
                            USER,
                            authentication,
                            authentication == null ? null : PASSWORD,
                            privacy,
                            privacy == null ? null : PASSWORD));
            snmp.addCommandResponder(new CommandResponder() {
                @Override
                public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
                    traps.add(event.getPDU());
                }
            });
            snmp.listen();
            port = transport.getListenAddress().getPort();
        }

        @Override
        public void close() throws IOException {
            snmp.close();
        }
    }

    @Test
    void sendsVersion2c() throws Exception {
        try (Manager manager = new Manager(null, null)) {
            Target.Snmp target = new Target.Snmp("127.0.0.1", manager.port, new Account.Community(Optional.empty()));
            new SnmpChannel(target, identity(1)).send(TestDeliveries.opened());
            assertTrap(traps.poll(10, TimeUnit.SECONDS));
        }
    }

    private static void assertTrap(@Nullable PDU trap) {
        PDU got = Optional.ofNullable(trap).orElseThrow();
        assertEquals(PDU.TRAP, got.getType());
        assertEquals(new OID("1.3.6.1.4.1.32473.1.0.1"), got.getVariable(SnmpConstants.snmpTrapOID));
        assertEquals("i1", String.valueOf(got.getVariable(new OID("1.3.6.1.4.1.32473.1.1.1.0"))));
        assertEquals("node1", String.valueOf(got.getVariable(new OID("1.3.6.1.4.1.32473.1.1.6.0"))));
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, 1.3.6.1.6.3.10.1.1.5, aes128, 1.3.6.1.6.3.10.1.2.4",
        "sha512, 1.3.6.1.6.3.10.1.1.7, aes256, 1.3.6.1.4.1.4976.2.2.1.2",
        "sha1, 1.3.6.1.6.3.10.1.1.3, none,",
        "md5, 1.3.6.1.6.3.10.1.1.2, none,",
        "none, , none,"
    })
    void sendsVersion3(
            String authentication, @Nullable String authenticationId, String privacy, @Nullable String privacyId)
            throws Exception {
        OID first = authenticationId == null ? null : new OID(authenticationId);
        OID second = privacy.equals("aes256") ? PrivAES256.ID : privacyId == null ? null : new OID(privacyId);
        try (Manager manager = new Manager(first, second)) {
            new SnmpChannel(target(manager.port, authentication, privacy), identity(7)).send(TestDeliveries.opened());
            assertTrap(traps.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void afterARestartTrapsAreTakenBecauseBootsGoOn() throws Exception {
        try (Manager manager = new Manager(new OID("1.3.6.1.6.3.10.1.1.5"), null)) {
            Target.Snmp target = target(manager.port, "sha256", "none");
            new SnmpChannel(target, identity(2)).send(TestDeliveries.opened());
            assertTrap(traps.poll(10, TimeUnit.SECONDS));
            new SnmpChannel(target, identity(3)).send(TestDeliveries.opened());
            assertTrap(traps.poll(10, TimeUnit.SECONDS));
            new SnmpChannel(target, identity(1)).send(TestDeliveries.opened());
            assertNull(traps.poll(300, TimeUnit.MILLISECONDS));
        }
    }

    private Target.Snmp target(int port, String authentication, String privacy) throws IOException {
        Path password = folder.resolve("password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, PASSWORD.toString());
        Optional<Secret> secret = Optional.of(new Secret.InFile(password));
        return new Target.Snmp(
                "127.0.0.1", port, new Account.User(USER.toString(), authentication, secret, privacy, secret));
    }
}
