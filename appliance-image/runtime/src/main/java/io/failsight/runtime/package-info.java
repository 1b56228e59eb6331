/** The command line behind the script ./failsight: sets up, supervises and stops all parts on one machine. */
@NullMarked
package io.failsight.runtime;

import org.jspecify.annotations.NullMarked;
