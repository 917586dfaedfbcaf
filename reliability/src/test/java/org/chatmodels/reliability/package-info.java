/** What the library does about faults, as users meet them: over real sockets, through a registry and a location. */
package org.chatmodels.reliability;
