package io.failsight.engine.api.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.failsight.core.cluster.ClusterState;
import io.failsight.engine.incident.Audience;
import io.failsight.engine.incident.PublicIncident;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives what changed to all open pages. Of an incident or cluster only the latest state waits for a slow client, so nothing that matters is lost and memory
 * is bounded by their number. Thread-safe; nobody who publishes waits.
 */
public final class LiveFeed implements Audience {
    /** Most clients; each holds a connection. */
    static final int MAX_CLIENTS = 64;

    private final ObjectMapper json;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    public LiveFeed(ObjectMapper json) {
        this.json = json;
    }

    /** An event as it goes to a page. */
    record Event(String name, String data) {}

    @Override
    public void incident(PublicIncident incident) {
        publish("incident", incident.id(), IncidentAnswer.of(incident));
    }

    @Override
    public void cluster(ClusterState state, List<String> openIncidents) {
        publish("cluster", state.name(), ClusterAnswer.of(state, openIncidents));
    }

    private void publish(String name, String key, Object content) {
        if (clients.isEmpty()) {
            return;
        }
        try {
            Event event = new Event(name, json.writeValueAsString(content));
            clients.forEach(client -> client.offer(name + " " + key, event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    /** Joins; empty when there are too many. */
    Optional<Client> join() {
        if (clients.size() >= MAX_CLIENTS) {
            return Optional.empty();
        }
        Client client = new Client();
        clients.add(client);
        return Optional.of(client);
    }

    void leave(Client client) {
        clients.remove(client);
    }

    /** How many pages are open. */
    int clients() {
        return clients.size();
    }

    /** One page. Thread-safe. */
    static final class Client {
        private final Map<String, Event> waiting = new LinkedHashMap<>();
        private boolean closed;

        synchronized void offer(String key, Event event) {
            waiting.remove(key);
            waiting.put(key, event);
            notifyAll();
        }

        synchronized void close() {
            closed = true;
            notifyAll();
        }

        synchronized boolean isClosed() {
            return closed;
        }

        /** What waits; waits for it, and is empty when nothing came within the limit or the page is gone. */
        synchronized List<Event> next(Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            while (waiting.isEmpty() && !closed) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    break;
                }
                wait(millis);
            }
            List<Event> events = List.copyOf(waiting.values());
            waiting.clear();
            return events;
        }
    }
}
