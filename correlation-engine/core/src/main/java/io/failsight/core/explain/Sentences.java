package io.failsight.core.explain;

import io.failsight.core.failover.Story;
import io.failsight.core.incident.Cause;
import io.failsight.core.incident.IncidentState;
import io.failsight.core.incident.Moment;
import org.jspecify.annotations.Nullable;

/** What happened, in one sentence for operators. */
final class Sentences {
    private static final double NANOS = 1e9;

    private Sentences() {}

    static String summary(Story story, Cause cause) {
        String why = " " + cause.sentence();
        return switch (story.kind()) {
            case COMPONENT -> component(story, why);
            case NODE -> node(story, why);
            case SITE -> "Site lost." + why;
            case PLANNED_SWITCH -> planned(story, why);
            case ROLLING_UPDATE ->
                story.failedNodesText() + " of " + story.cluster() + " were replaced one by one" + outage(story) + "."
                        + why;
            case PARTITION ->
                "The nodes of " + story.cluster() + " did not hear each other, but only one served." + why;
            case SPLIT_BRAIN -> "More than one node of " + story.cluster() + " served at a time." + still(story) + why;
            case FLAPPING -> "The service of " + story.cluster() + " went to and fro" + server(story) + "." + why;
            case FAILED -> failed(story, why);
        };
    }

    private static String component(Story story, String why) {
        if (story.state() == IncidentState.DOWN) {
            return "The service of " + story.cluster() + " is interrupted on " + story.failedNodesText() + "." + why;
        }
        if (!story.affected()) {
            String still = story.instants().redundant() == null ? " The service goes on, without redundancy." : "";
            return "Something failed in " + story.cluster() + " and clients were not without service." + still + why;
        }
        return "The service of " + story.cluster() + " was regained" + in(story) + server(story) + "." + why;
    }

    private static String node(Story story, String why) {
        if (story.state() == IncidentState.DOWN) {
            return story.failedNodesText() + " of " + story.cluster() + " failed; nobody has taken over yet." + why;
        }
        if (!story.affected()) {
            return story.failedNodesText() + " of " + story.cluster() + " failed; " + name(story) + " goes on serving."
                    + why;
        }
        String taker = story.takenBy().isEmpty() ? name(story) : story.takenBy();
        boolean back = !story.server().isEmpty() && !story.server().equals(taker);
        return taker + " took over" + in(story) + (back ? "; " + story.server() + " serves again." : ".") + why;
    }

    private static String planned(Story story, String why) {
        if (story.state() == IncidentState.DOWN) {
            return "The service of " + story.cluster() + " is stopped on purpose." + why;
        }
        if (!story.affected()) {
            return "Planned work in " + story.cluster() + "; clients were not without service." + why;
        }
        return name(story) + " serves " + story.cluster() + " after planned work" + outage(story) + "." + why;
    }

    private static String failed(Story story, String why) {
        Moment restored = story.instants().restored();
        if (restored == null) {
            return "NOBODY TOOK OVER: the service of " + story.cluster() + " is down." + why;
        }
        return "Nobody took over in time: the service of " + story.cluster() + " was down" + lasting(story) + "; "
                + name(story) + " serves it now." + why;
    }

    private static String name(Story story) {
        return story.server().isEmpty() ? "the other node" : story.server();
    }

    private static String server(Story story) {
        return story.server().isEmpty() ? "" : "; " + story.server() + " serves";
    }

    private static String still(Story story) {
        return story.instants().redundant() == null ? " Their data may have gone apart." : "";
    }

    private static String in(Story story) {
        String text = duration(story.instants().fault(), story.instants().restored());
        return text.isEmpty() ? "" : " in " + text;
    }

    private static String lasting(Story story) {
        String text = duration(story.instants().fault(), story.instants().restored());
        return text.isEmpty() ? "" : " for " + text;
    }

    private static String outage(Story story) {
        String text = story.affected()
                ? duration(story.instants().fault(), story.instants().restored())
                : "";
        return text.isEmpty() ? "" : ", " + text + " without service";
    }

    /** The time between two instants; empty when one is not known. */
    static String duration(@Nullable Moment from, @Nullable Moment to) {
        if (from == null || to == null) {
            return "";
        }
        double seconds = (to.timeNanos() - from.timeNanos()) / NANOS;
        if (seconds < 10) {
            long tenths = Math.round(seconds * 10);
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 7200
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
