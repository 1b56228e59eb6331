/** The door for JSON lines over TCP, as logstash-logback-encoder's TCP appenders send them. */
@NullMarked
package io.failsight.collector.receive.jsonlines;

import org.jspecify.annotations.NullMarked;
