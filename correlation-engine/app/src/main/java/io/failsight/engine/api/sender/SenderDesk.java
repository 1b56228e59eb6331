package io.failsight.engine.api.sender;

import com.fasterxml.jackson.databind.JsonNode;
import io.failsight.engine.api.ProblemException;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.collector.CollectorAnswer;
import io.failsight.engine.collector.CollectorClient;
import io.failsight.settings.AddressRange;
import io.failsight.settings.sender.Sender;
import io.failsight.settings.sender.SenderAuthority;
import io.failsight.settings.sender.SenderBook;
import io.failsight.settings.sender.SenderException;
import io.failsight.settings.sender.SendersFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes senders, each change audited before it is done, and asks the collector who came. Thread-safe. */
public final class SenderDesk {
    private static final int PASSWORD_BYTES = 18;

    private final SenderBook book;
    private final SenderAuthority authority;
    private final Audit audit;
    private final CollectorClient collector;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param secrets folder with {@code senders.yaml}, {@code ca.crt} and {@code ca.key} */
    public SenderDesk(Path secrets, Audit audit, CollectorClient collector, InstantSource clock) {
        this.book = new SenderBook(SenderBook.fileIn(secrets), clock, random);
        this.authority = new SenderAuthority(secrets, clock, random);
        this.audit = audit;
        this.collector = collector;
        this.clock = clock;
    }

    private interface Deed<T> {
        T done() throws IOException, SenderException, SendersFileException;
    }

    private static <T> T orProblem(Deed<T> deed) {
        try {
            return deed.done();
        } catch (SenderException e) {
            throw new ProblemException(409, "Not possible", String.valueOf(e.getMessage()));
        } catch (SendersFileException | IOException e) {
            throw new ProblemException(503, "Senders cannot be changed", String.valueOf(e.getMessage()));
        }
    }

    List<SenderAnswer> list() {
        Map<String, SenderAnswer.SightingAnswer> sightings = sightings();
        return orProblem(book::senders).stream()
                .map(sender -> SenderAnswer.of(sender, clock.instant(), sightings))
                .toList();
    }

    /** None where the collector does not answer: the page says what is known without it. */
    private Map<String, SenderAnswer.SightingAnswer> sightings() {
        Map<String, SenderAnswer.SightingAnswer> sightings = new HashMap<>();
        if (collector.get("senders", Map.of()) instanceof CollectorAnswer.Given given) {
            for (JsonNode one : given.body().path("sightings")) {
                sightings.put(
                        one.path("digest").asText(),
                        new SenderAnswer.SightingAnswer(
                                one.path("at").asText(),
                                one.path("peer").asText(),
                                one.path("door").asText()));
            }
        }
        return sightings;
    }

    private Sender known(String name) {
        return orProblem(() -> book.find(name))
                .orElseThrow(() -> new ProblemException(
                        404, "No such sender", "there is no such sender; GET /api/v1/senders lists them"));
    }

    SenderAnswer add(String name, Sender.Place place, List<AddressRange> addresses, String by) {
        if (orProblem(() -> book.find(name)).isPresent()) {
            throw new ProblemException(409, "Not possible", "there is a sender '" + name + "' already");
        }
        audit.add(by, "add-sender", name);
        return SenderAnswer.of(orProblem(() -> book.add(name, place, addresses)), clock.instant(), Map.of());
    }

    CredentialSecret addToken(String name, Optional<Duration> life, String by) {
        known(name);
        audit.add(by, "make-token", name);
        String token = orProblem(() -> book.addToken(name, life));
        return new CredentialSecret(name, "token", token, null, null, null, null, null);
    }

    CredentialSecret addCertificate(String name, Optional<Duration> life, String by) {
        known(name);
        audit.add(by, "make-certificate", name);
        return orProblem(() -> {
            SenderAuthority.Issued issued = authority.issue(name, life.orElse(SenderAuthority.DEFAULT_LIFE));
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            byte[] packed = issued.pkcs12(password.toCharArray());
            book.addCertificate(name, issued);
            return new CredentialSecret(
                    name,
                    "certificate",
                    null,
                    issued.certificate() + issued.authority(),
                    issued.key(),
                    issued.authority(),
                    Base64.getEncoder().encodeToString(packed),
                    password);
        });
    }

    void revoke(String name, String id, String by) {
        Sender sender = known(name);
        if (sender.credentials().stream()
                .noneMatch(credential -> credential.id().equals(id))) {
            throw new ProblemException(404, "No such credential", "'" + name + "' has no such credential");
        }
        audit.add(by, "revoke-credential", name + " " + id);
        int ignored = orProblem(() -> book.revoke(name, Optional.of(id)));
    }

    void remove(String name, String by) {
        known(name);
        audit.add(by, "remove-sender", name);
        orProblem(() -> {
            book.remove(name);
            return true;
        });
    }
}
