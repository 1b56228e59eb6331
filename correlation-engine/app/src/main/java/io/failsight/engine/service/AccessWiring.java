package io.failsight.engine.service;

import io.failsight.engine.access.AccessGate;
import io.failsight.engine.access.AccountKeeper;
import io.failsight.engine.access.Accounts;
import io.failsight.engine.access.ApiTokens;
import io.failsight.engine.access.RequestLimiter;
import io.failsight.engine.access.Sessions;
import io.failsight.engine.access.SignIn;
import io.failsight.engine.access.SignInRecords;
import io.failsight.engine.access.StreamSlots;
import io.failsight.engine.access.oidc.OidcSignIn;
import io.failsight.engine.api.account.OidcResource;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.settings.Settings;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes what knows who may do what, each once. */
@ApplicationScoped
class AccessWiring {
    private static final Logger LOG = Logger.getLogger(AccessWiring.class);
    /** Before Quarkus' own filters, so that what they answer carries the headers too. */
    private static final int GATE_PRIORITY = 10_000;
    /** As the supervisor's. */
    private static final int BCRYPT_COST = 11;

    private final ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sign-in-records").daemon().factory());

    /** For who is signed in and who is shut out: the machine's clock may be set meanwhile. */
    private final InstantSource steady = new SteadyClock(InstantSource.system(), System::nanoTime);

    @Produces
    @Singleton
    Accounts accounts(EngineConfig config) {
        Path file = config.usersFile().orElse(config.dataDir().resolve("users.yaml"));
        return new Accounts(file, steady, LOG::warn);
    }

    @Produces
    @Singleton
    Sessions sessions() {
        return new Sessions(steady);
    }

    @Produces
    @Singleton
    SignIn signIn(Accounts accounts) {
        return new SignIn(accounts, BcryptUtil::matches, steady);
    }

    /** No provider, no threads, no cost. */
    @Produces
    @Singleton
    OidcResource.OidcWay oidc(Settings settings, InstantSource clock) {
        return new OidcResource.OidcWay(settings.access().oidc().map(provider -> new OidcSignIn(provider, clock)));
    }

    void close(@Disposes OidcResource.OidcWay way) {
        way.signIn().ifPresent(OidcSignIn::close);
    }

    @Produces
    @Singleton
    AccountKeeper keeper(Accounts accounts, Sessions sessions, Audit audit) {
        return new AccountKeeper(accounts, sessions, password -> BcryptUtil.bcryptHash(password, BCRYPT_COST), audit);
    }

    @Produces
    @Singleton
    ApiTokens tokens(Ledger ledger, InstantSource clock) {
        return new ApiTokens(ledger, clock);
    }

    @Produces
    @Singleton
    SignInRecords records(Audit audit, InstantSource clock) {
        return new SignInRecords(audit, clock);
    }

    @Produces
    @Singleton
    RequestLimiter requests() {
        return new RequestLimiter(steady);
    }

    @Produces
    @Singleton
    StreamSlots streams() {
        return new StreamSlots();
    }

    @Produces
    @Singleton
    AccessGate gate(Accounts accounts, Sessions sessions, SignIn signIn, ApiTokens tokens, SignInRecords records) {
        return new AccessGate(accounts, sessions, signIn, tokens, records);
    }

    void register(@Observes Filters filters, AccessGate gate) {
        filters.register(gate::handle, GATE_PRIORITY);
    }

    void start(@Observes StartupEvent event, SignInRecords records) {
        minutes.scheduleWithFixedDelay(records::settle, 1, 1, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        minutes.shutdownNow();
    }
}
