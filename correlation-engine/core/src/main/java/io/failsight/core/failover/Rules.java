package io.failsight.core.failover;

import io.failsight.core.timeline.Timed;
import io.failsight.core.view.ClusterView;
import io.failsight.core.view.Implications;
import io.failsight.model.signal.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules there are. A new technology is a further class in this list. */
public final class Rules {
    private static final FailoverRule ANY = new AnyProductRule();
    private static final Map<String, FailoverRule> BY_PRODUCT = new HashMap<>();

    static {
        for (FailoverRule rule : List.of(new SafeKitRule(), new KeepalivedRule())) {
            for (String product : rule.products()) {
                BY_PRODUCT.put(product, rule);
            }
        }
    }

    public static final Implications IMPLICATIONS = new Implications() {
        @Override
        public boolean failsOver(String product) {
            return BY_PRODUCT.containsKey(product);
        }

        @Override
        public ClusterView ofRole(ClusterView view, Role before, String node, Timed timed) {
            return of(view.product()).ofRole(view, before, node, timed);
        }

        @Override
        public ClusterView ofDecision(ClusterView view, String node, Timed timed) {
            return of(view.product()).ofDecision(view, node, timed);
        }

        @Override
        public ClusterView ofYield(ClusterView view, String node, Timed timed) {
            return of(view.product()).ofYield(view, node, timed);
        }

        @Override
        public ClusterView ofAddress(ClusterView view, String node, Timed timed) {
            return of(view.product()).ofAddress(view, node, timed);
        }

        @Override
        public ClusterView ofRelease(ClusterView view, String node, Timed timed) {
            return of(view.product()).ofRelease(view, node, timed);
        }
    };

    private Rules() {}

    /** The rule of that product; one that knows nothing beyond the vocabulary when there is none. */
    public static FailoverRule of(String product) {
        return BY_PRODUCT.getOrDefault(product, ANY);
    }
}
