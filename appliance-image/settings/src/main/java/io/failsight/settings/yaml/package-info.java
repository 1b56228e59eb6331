/**
 * A small language for describing a YAML file: keys with shapes, defaults and words. What describes the keys also reads them, checks them with
 * their lines, and writes their documentation. Knows no key itself.
 */
@NullMarked
package io.failsight.settings.yaml;

import org.jspecify.annotations.NullMarked;
