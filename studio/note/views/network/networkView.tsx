/** @module The network, unrolled and live, below the stage; its code comes after the first picture of the page. */
import { useEffect, useRef, useState } from "preact/hooks";
import { lang } from "../../../shared/preferences.ts";
import { selected } from "../../state/labSession.ts";
import { picture, watchNetwork } from "../../state/network.ts";
import { nameOf } from "../../state/runNames.ts";
import { words } from "../../words/words.ts";

type View = typeof import("./networkCard.tsx");

/** The card of the selected run's network. It asks for pictures only while it is on the screen. */
export function NetworkView() {
  const text = words[lang.value];
  const place = useRef<HTMLElement>(null);
  const [view, setView] = useState<View | null>(null);
  useEffect(() => {
    void import("./networkCard.tsx").then(setView);
    let isSeen = false;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      isSeen = isIntersecting;
    });
    if (place.current) observer.observe(place.current);
    const stop = watchNetwork(() => isSeen);
    return () => {
      observer.disconnect();
      stop();
    };
  }, []);
  const seen = picture.value;
  return (
    <section ref={place} class="card network" aria-labelledby="network-title" data-network>
      <h2 id="network-title">
        {text.network.title} <small>{nameOf(selected.value)}</small>
      </h2>
      {view && seen ? <view.NetworkCard picture={seen} /> : <p class="waiting">{text.waiting}</p>}
    </section>
  );
}
