import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Draws its host again each so often, so that "for 12 s" stays true; rests while nobody sees the page. */
export class Ticker implements ReactiveController {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly everyMillis = 1000,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => document.hidden || this.host.requestUpdate(), this.everyMillis);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
