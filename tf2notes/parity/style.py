"""How a page looks: both themes from one set of colours, and the button that changes them."""

LIGHT = {
    "back": "#ffffff",
    "panel": "#f4f5f7",
    "text": "#1b1f24",
    "soft": "#57606a",
    "line": "#d0d7de",
    "link": "#0550ae",
    "yes": "#116329",
    "no": "#b3151d",
    "one": "#57606a",
    "two": "#0550ae",
    "three": "#b35900",
}
DARK = {
    "back": "#0d1117",
    "panel": "#161b22",
    "text": "#e6edf3",
    "soft": "#9da7b3",
    "line": "#3d444d",
    "link": "#79c0ff",
    "yes": "#56d364",
    "no": "#ff8b85",
    "one": "#9da7b3",
    "two": "#79c0ff",
    "three": "#ffb366",
}


def _colours(theme):
    return "".join(f"--{name}:{colour};" for name, colour in theme.items())


CSS = (
    f"""
:root {{ color-scheme: light; {_colours(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ color-scheme: dark; {_colours(DARK)} }} }}
:root[data-theme=dark] {{ color-scheme: dark; {_colours(DARK)} }}
"""
    + """
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 82rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding-top: 1rem;
padding-bottom: .5rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .5rem 0; max-width: 60rem; }
a { color: var(--link); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
button { margin-left: auto; font: inherit; color: var(--text); background: var(--panel);
  border: 1px solid var(--soft); border-radius: 6px; padding: .25rem .75rem; cursor: pointer; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .5rem; z-index: 1; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.verdict { font-size: .85em; font-weight: 600; white-space: nowrap; }
.yes { color: var(--yes); } .no { color: var(--no); }
.scroll { overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .55rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { background: var(--panel); color: var(--soft); font-weight: 600; }
tbody th { font-weight: 500; }
td.marks { white-space: normal; min-width: 18rem; } .mark { display: inline-block; margin-right: .75rem; }
.sides { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); }
.sides > div { min-width: 0; }
.hl, pre { margin: 0; font: 13px/1.45 ui-monospace, monospace; }
.sides .scroll { max-height: 40rem; overflow: auto; }
.hl pre, .scroll > pre { padding: .75rem; width: max-content; min-width: 100%; }
:root .hl { background: var(--panel); color: var(--text); }
dl { margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem 1rem; overflow-wrap: anywhere; }
dl.pairs { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .15rem 1rem; }
dl.pairs dt { font-weight: 500; color: var(--soft); } dl.pairs dd { margin: 0; }
ul { padding-left: 1.25rem; } li { overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .25rem 0; }
.plots { list-style: none; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
.plots li { min-width: 0; } .plots span { display: block; font-size: .85rem; } small { color: var(--soft); }
svg { display: block; max-width: 100%; } svg text { fill: var(--soft); font-size: 11px; }
.chart { width: 100%; min-width: 34rem; max-width: 60rem; height: auto; }
.bars { width: 100%; max-width: 20rem; height: auto; }
.bars text { font-size: 9px; }
.bars rect { fill: var(--two); } .axis { stroke: var(--soft); fill: none; }
.curve { fill: none; stroke-width: 2; } .TF115 { stroke: var(--one); stroke-width: 5; opacity: .6; }
.legacy { stroke: var(--two); } .modern { stroke: var(--three); }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; } .key svg { display: inline-block; vertical-align: middle; }
"""
)

SCRIPT = """
const root = document.documentElement, button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
const label = () => { button.textContent = dark() ? "Light theme" : "Dark theme"; };
button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; label(); });
label();
"""
