/** The ways to receivers: mail, webhook, syslog, SNMP trap. Each sends one message and says whether it was taken. Content is text everywhere. */
@NullMarked
package io.failsight.engine.notify.channel;

import org.jspecify.annotations.NullMarked;
