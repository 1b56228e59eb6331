package io.failsight.core.failover;

import io.failsight.core.incident.IncidentKind;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.timeline.Timed;
import io.failsight.core.view.About;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.NodeView;
import io.failsight.core.view.ResourceView;
import io.failsight.model.signal.Role;
import io.failsight.model.signal.Signal;
import java.util.Set;

/**
 * Virtual IPs by keepalived (VRRP). A backup becomes master after three advertisements and the skew time without one (RFC 5798 section 6.1); the
 * advertisement interval is a second unless the signal says otherwise (detail {@code advert-millis}). The role is the decision and the service at once.
 */
final class KeepalivedRule implements FailoverRule {
    private static final long ADVERT_MILLIS = 1_000;
    private static final Span TAKEOVER = Span.ofMillis(500, 5_000);
    /** A node that stops in good order says so with its last advertisement. */
    private static final Span GOOD_BYE = Span.ofMillis(0, 200);
    /** A track script runs each second unless set otherwise. */
    private static final Span SCRIPT = Span.ofMillis(0, 1_000);

    @Override
    public Set<String> products() {
        return Set.of("keepalived");
    }

    @Override
    public String displayName() {
        return "keepalived";
    }

    @Override
    public ClusterView ofRole(ClusterView view, Role before, String node, Timed timed) {
        NodeView self = view.node(node);
        if (self == null || !About.own(timed.signal())) {
            return view;
        }
        ClusterView now = view;
        Role role = self.role().role();
        if (role == Role.PRIMARY || role == Role.SECONDARY && before == Role.WAITING) {
            now = now.mended(node, ResourceView.CHECKER, timed);
        }
        if (role == Role.PRIMARY && self.role().isReady()) {
            return onlyMaster(now, node, timed);
        }
        String partner = now.partnerOf(node);
        boolean restarted = timed.signal().detail(Signal.REASON).contains("init");
        if (role == Role.SECONDARY && before == Role.PRIMARY && !restarted && !partner.isEmpty()) {
            return withMaster(now, partner, timed);
        }
        return now;
    }

    /** There is one master: who was it before is not heard, or hands over and says so itself soon; a weaker one that is heard steps back. */
    private static ClusterView onlyMaster(ClusterView view, String node, Timed timed) {
        ClusterView now = view;
        boolean alive = view.hearsWeaker(node, timed.at());
        for (NodeView each : view.nodes()) {
            if (!each.name().equals(node) && each.role().role() == Role.PRIMARY) {
                now = alive ? now.implied(each.name(), Role.SECONDARY, "", timed) : now.gone(each.name(), timed);
            }
        }
        return now;
    }

    /** A master steps back only for another one. */
    private static ClusterView withMaster(ClusterView view, String partner, Timed timed) {
        NodeView other = view.node(partner);
        boolean serves = other != null && other.role().role().serves();
        return serves ? view : view.implied(partner, Role.PRIMARY, "", timed);
    }

    /** A time-out makes it master at once; a partner that says good-bye is waited for a little longer, and the time-out follows. */
    @Override
    public ClusterView ofDecision(ClusterView view, String node, Timed timed) {
        boolean goodBye = timed.signal().detail(Signal.REASON).contains("priority 0");
        return goodBye ? view : ofAddress(view, node, timed);
    }

    /** A master that hears a stronger one becomes its backup. */
    @Override
    public ClusterView ofYield(ClusterView view, String node, Timed timed) {
        if (!timed.signal().detail(Signal.REASON).contains("higher")) {
            return view;
        }
        ClusterView now = view.implied(node, Role.SECONDARY, "", timed);
        String partner = now.partnerOf(node);
        return partner.isEmpty() ? now : withMaster(now, partner, timed);
    }

    @Override
    public ClusterView ofAddress(ClusterView view, String node, Timed timed) {
        NodeView self = view.node(node);
        boolean backup = self != null
                && (self.role().role() == Role.SECONDARY || self.role().role() == Role.UNKNOWN);
        return backup ? onlyMaster(view.implied(node, Role.PRIMARY, "", timed), node, timed) : view;
    }

    /** A master keeps its addresses; which state it goes to was said in a line that is lost. */
    @Override
    public ClusterView ofRelease(ClusterView view, String node, Timed timed) {
        NodeView self = view.node(node);
        boolean master = self != null && self.role().role() == Role.PRIMARY;
        return master ? view.implied(node, Role.UNKNOWN, "not-ready", timed) : view;
    }

    /** What the script looks at is what the address stands for; another node takes over, if there is one. */
    @Override
    public boolean impairs(Signal checkerDown) {
        return checkerDown.detail("checker").equals("vrrp_script");
    }

    @Override
    public Span silenceBefore(Timed noticed) {
        Signal signal = noticed.signal();
        if (signal.detail(Signal.REASON).contains("priority 0")) {
            return GOOD_BYE;
        }
        long advert = number(signal.detail("advert-millis"), ADVERT_MILLIS);
        long priority = number(signal.detail("priority"), -1);
        long leastSkew = priority < 0 ? 0 : (256 - priority) * advert / 256;
        long mostSkew = priority < 0 ? advert : leastSkew;
        return Span.ofMillis(2 * advert + leastSkew, 3 * advert + mostSkew);
    }

    @Override
    public Span checkBefore(Timed noticed) {
        return noticed.signal().detail("checker").equals("vrrp_script") ? SCRIPT : new Span(0, 0);
    }

    @Override
    public Span takeover() {
        return TAKEOVER;
    }

    @Override
    public boolean roleIsDecision() {
        return true;
    }

    @Override
    public String nextStep(Story story) {
        if (story.state() == IncidentState.RESTORED || story.state() == IncidentState.CLOSED) {
            return "";
        }
        if (story.kind() == IncidentKind.SPLIT_BRAIN) {
            return "Two nodes hold the address of " + story.cluster()
                    + ": mend the network between them (VRRP is IP protocol 112, multicast 224.0.0.18), then see that"
                    + " one goes back to BACKUP.";
        }
        if (story.state() == IncidentState.DOWN) {
            return "No node holds the address of " + story.cluster()
                    + ". Look at keepalived on every node: systemctl status keepalived, then its interface and its"
                    + " checks.";
        }
        if (story.planned()) {
            return "When the work on " + story.failedNodesText() + " is done: systemctl start keepalived there.";
        }
        return "Find out why " + story.failedNodesText()
                + " failed and bring keepalived back there (systemctl status keepalived, interface, checks); until"
                + " then nothing takes over.";
    }

    private static long number(String text, long otherwise) {
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }
}
