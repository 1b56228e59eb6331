package io.failsight.engine.notify.channel;

import io.failsight.settings.HostNames;
import io.failsight.settings.notify.MailServer;
import io.failsight.settings.notify.MailServer.Security;
import io.failsight.settings.notify.Target;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Mail over SMTP (RFC 5321), text and HTML. A connection for each message, since they are rare. Not thread-safe. */
final class MailChannel implements Channel {
    private static final int TEMPORARY = 400;
    private static final int PERMANENT = 500;

    private final MailServer server;
    private final Target.Email target;
    private final String from;

    MailChannel(MailServer server, Target.Email target) {
        this.server = server;
        this.target = target;
        this.from = server.from().isEmpty() ? "failsight@" + HostNames.name() : server.from();
    }

    @Override
    public String send(Delivery delivery) throws SendException {
        Session session = Session.getInstance(properties());
        try (Transport transport = session.getTransport(server.security() == Security.TLS ? "smtps" : "smtp")) {
            MimeMessage mail = mail(session, delivery);
            String password = server.user().isEmpty() ? "" : password();
            if (server.user().isEmpty()) {
                transport.connect();
            } else {
                transport.connect(server.host(), server.port(), server.user(), password);
            }
            transport.sendMessage(mail, mail.getAllRecipients());
            return "";
        } catch (SendFailedException e) {
            return partly(e);
        } catch (AuthenticationFailedException e) {
            throw SendException.away(
                    "the mail server " + where() + " refuses user and password (" + words(e)
                            + "): check notify.smtp.user and its password file",
                    e);
        } catch (MessagingException e) {
            throw SendException.away(
                    "the mail server " + where() + " cannot be used (" + words(e)
                            + "): check notify.smtp, the network and the server",
                    e);
        }
    }

    private String password() throws SendException {
        try {
            return server.password().isPresent() ? server.password().get().read() : "";
        } catch (IOException e) {
            throw SendException.away(String.valueOf(e.getMessage()), e);
        }
    }

    private Properties properties() throws SendException {
        Properties properties = new Properties();
        String limit = String.valueOf(server.timeout().toMillis());
        for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
            properties.put(protocol + "host", server.host());
            properties.put(protocol + "port", String.valueOf(server.port()));
            properties.put(protocol + "connectiontimeout", limit);
            properties.put(protocol + "timeout", limit);
            properties.put(protocol + "writetimeout", limit);
            properties.put(protocol + "localhost", HostNames.name());
            properties.put(protocol + "sendpartial", "true");
            properties.put(protocol + "auth", String.valueOf(!server.user().isEmpty()));
            properties.put(protocol + "ssl.checkserveridentity", "true");
            properties.put(protocol + "from", from);
            if (server.security() != Security.NONE) {
                properties.put(
                        protocol + "ssl.socketFactory",
                        TrustedTls.context(server.authorityFile()).getSocketFactory());
            }
        }
        boolean startTls = server.security() == Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
        return properties;
    }

    private MimeMessage mail(Session session, Delivery delivery) throws MessagingException {
        MimeMessage mail = new IdentifiedMail(session, messageId(delivery.id()));
        mail.setFrom(new InternetAddress(from));
        for (String address : target.to()) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(address));
        }
        mail.setSubject(MessageText.subject(delivery), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(delivery.at()));
        mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's machine shall answer
        mail.setHeader("References", messageId("thread." + delivery.thread()));
        mail.setHeader("X-Failsight-Reason", delivery.reason().id());
        MimeBodyPart text = new MimeBodyPart();
        text.setText(MessageText.plain(delivery), StandardCharsets.UTF_8.name());
        MimeBodyPart html = new MimeBodyPart();
        html.setContent(MessageText.html(delivery), "text/html; charset=utf-8");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private static String messageId(String id) {
        return "<" + id.replaceAll("[^A-Za-z0-9.-]", "-") + "@failsight>";
    }

    /** The same id at each try, so that mail programs can tell a repetition. */
    private static final class IdentifiedMail extends MimeMessage {
        private final String id;

        IdentifiedMail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    private String partly(SendFailedException e) throws SendException {
        Address[] sent = e.getValidSentAddresses();
        if (sent != null && sent.length > 0) {
            return "the mail server " + where() + " refuses " + refused(e) + ", the other addresses have it";
        }
        String message = "the mail server " + where() + " refuses the message to " + target.address() + " (" + words(e)
                + "): check the addresses and what it lets " + from + " send";
        if (isTemporary(e)) {
            throw SendException.away(message, e);
        }
        throw SendException.refused(message, e);
    }

    private static String refused(SendFailedException e) {
        Address[] refused = e.getInvalidAddresses();
        return refused == null
                ? "some addresses"
                : Arrays.stream(refused).map(Address::toString).collect(Collectors.joining(", "));
    }

    private static boolean isTemporary(Exception e) {
        for (Exception next = e;
                next != null;
                next = next instanceof MessagingException m ? m.getNextException() : null) {
            int code = switch (next) {
                case SMTPSendFailedException failed -> failed.getReturnCode();
                case SMTPAddressFailedException failed -> failed.getReturnCode();
                default -> 0;
            };
            if (code != 0) {
                return code >= TEMPORARY && code < PERMANENT;
            }
        }
        return false;
    }

    private static String words(MessagingException e) {
        Exception next = e.getNextException();
        String more = next == null ? "" : "; " + next.getMessage();
        return MessageText.oneLine(e.getMessage() + more);
    }

    private String where() {
        return server.host() + ":" + server.port();
    }
}
