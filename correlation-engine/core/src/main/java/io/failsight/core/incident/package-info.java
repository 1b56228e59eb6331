/** What an incident is: one failover, explained. Data only; JSON of the API follows these names. */
@NullMarked
package io.failsight.core.incident;

import org.jspecify.annotations.NullMarked;
