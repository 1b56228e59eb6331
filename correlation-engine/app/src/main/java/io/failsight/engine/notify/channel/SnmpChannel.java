package io.failsight.engine.notify.channel;

import io.failsight.settings.notify.Secret;
import io.failsight.settings.notify.Target;
import io.failsight.settings.notify.Target.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.MessageProcessingModel;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;

/** Traps of version 2c (RFC 3416) and 3 (RFC 3414). Nobody says whether a trap arrived. A socket for each message. */
final class SnmpChannel implements Channel {
    /** SnmpAdminString holds no more (RFC 3411). */
    private static final int MAX_TEXT_BYTES = 255;

    private static final int TICKS_PER_SECOND = 100;
    private static final String PUBLIC = "public";

    private final Target.Snmp target;
    private final SnmpIdentity identity;

    SnmpChannel(Target.Snmp target, SnmpIdentity identity) {
        this.target = target;
        this.identity = identity;
    }

    @Override
    public String send(Delivery delivery) throws SendException {
        try (DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping();
                Snmp snmp = new Snmp(new MessageDispatcherImpl(), transport)) {
            UdpAddress address = new UdpAddress(InetAddress.getByName(target.host()), target.port());
            switch (target.account()) {
                case Account.Community community -> sendCommunity(snmp, address, community, delivery);
                case Account.User user -> sendUser(snmp, address, user, delivery);
            }
            return "";
        } catch (IOException | IllegalArgumentException e) {
            throw SendException.away(
                    "the SNMP manager " + target.address() + " cannot be used (" + e.getMessage()
                            + "): check host, port and account",
                    e);
        }
    }

    private void sendCommunity(Snmp snmp, UdpAddress address, Account.Community community, Delivery delivery)
            throws IOException {
        snmp.getMessageDispatcher().addMessageProcessingModel(new MPv2c());
        CommunityTarget<UdpAddress> receiver =
                new CommunityTarget<>(address, utf8(read(community.community(), PUBLIC)));
        receiver.setVersion(SnmpConstants.version2c);
        snmp.send(fill(new PDU(), delivery), receiver);
    }

    private void sendUser(Snmp snmp, UdpAddress address, Account.User user, Delivery delivery) throws IOException {
        byte[] engine = OctetString.fromHexString(identity.engineId(), ':').getValue();
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.maxCompatibility);
        protocols.addAuthenticationProtocol(new AuthMD5());
        protocols.addAuthenticationProtocol(new AuthSHA());
        USM usm = new USM(protocols, new OctetString(engine), identity.boots());
        usm.setLocalEngine(new OctetString(engine), identity.boots(), identity.engineTime());
        SecurityModels models = new SecurityModels();
        models.addSecurityModel(usm);
        MessageProcessingModel processing =
                new MPv3(engine, new DefaultPDUFactory(), protocols, models, CounterSupport.getInstance());
        snmp.getMessageDispatcher().addMessageProcessingModel(processing);
        String authentication = user.authentication();
        String privacy = user.privacy();
        OctetString name = utf8(user.user());
        usm.addUser(new UsmUser(
                name,
                authenticationProtocol(authentication),
                authentication.equals("none") ? null : utf8(read(user.authenticationPassword(), "")),
                privacyProtocol(privacy),
                privacy.equals("none") ? null : utf8(read(user.privacyPassword(), ""))));
        UserTarget<UdpAddress> receiver = new UserTarget<>();
        receiver.setAddress(address);
        receiver.setVersion(SnmpConstants.version3);
        receiver.setSecurityName(name);
        receiver.setAuthoritativeEngineID(engine);
        receiver.setSecurityLevel(level(authentication, privacy));
        ScopedPDU trap = new ScopedPDU();
        trap.setContextEngineID(new OctetString(engine));
        snmp.send(fill(trap, delivery), receiver);
    }

    private static int level(String authentication, String privacy) {
        if (authentication.equals("none")) {
            return SecurityLevel.NOAUTH_NOPRIV;
        }
        return privacy.equals("none") ? SecurityLevel.AUTH_NOPRIV : SecurityLevel.AUTH_PRIV;
    }

    private static @Nullable OID authenticationProtocol(String name) {
        return switch (name) {
            case "md5" -> AuthMD5.ID;
            case "sha1" -> AuthSHA.ID;
            case "sha256" -> AuthHMAC192SHA256.ID;
            case "sha512" -> AuthHMAC384SHA512.ID;
            default -> null;
        };
    }

    private static @Nullable OID privacyProtocol(String name) {
        return switch (name) {
            case "aes128" -> PrivAES128.ID;
            case "aes256" -> PrivAES256.ID;
            default -> null;
        };
    }

    <T extends PDU> T fill(T trap, Delivery delivery) {
        Message message = delivery.message();
        trap.setType(PDU.TRAP);
        trap.add(new VariableBinding(
                SnmpConstants.sysUpTime, new TimeTicks((long) identity.engineTime() * TICKS_PER_SECOND)));
        trap.add(new VariableBinding(SnmpConstants.snmpTrapOID, SnmpNames.notification(delivery.reason())));
        String[] values = {
            message.incident(),
            message.kind(),
            message.state(),
            message.cluster(),
            message.site(),
            String.join(", ", message.failedNodes()),
            message.servingNode(),
            message.summary(),
            message.nextStep(),
            message.link()
        };
        for (int i = 0; i < values.length; i++) {
            trap.add(new VariableBinding(SnmpNames.object(i + 1), utf8(cut(MessageText.oneLine(values[i])))));
        }
        return trap;
    }

    private static String read(Optional<Secret> secret, String otherwise) throws IOException {
        return secret.isPresent() ? secret.get().read() : otherwise;
    }

    private static OctetString utf8(String text) {
        return new OctetString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        String shorter = text;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            shorter = shorter.substring(0, shorter.length() - 1 - shorter.length() / 16);
        }
        return shorter;
    }
}
