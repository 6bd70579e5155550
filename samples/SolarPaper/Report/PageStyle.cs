namespace SolarPaper.Report;

/// <summary>How the report looks: on a screen by day and by night, on a narrow one, and on paper. Its colours are custom properties, which plots and the graph take too.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--paper:#fefefe;--ink:#1f2328;--muted:#57606b;--rule:#e3e7eb;--soft:#f6f8fa;--link:#0b5cad;
        --good:#0b6e4f;--bad:#a63d00;--note:#fff8e6;--note-rule:#e2b93b;
        --line0:#0072b2;--line1:#c65100;--line2:#008563;--line3:#a6479c;--line4:#8a6508;--line5:#2f86bd;--line6:#6b6b6c;
        --build-ink:#1f2328;--build-muted:#57606b;--build-line:#8c959f;--build-box:#f6f8fa;--build-stage:#e3effa;--build-merge:#fdf0dd;--build-model:#e4f3ec;
        --k:#8250df;--s:#0a5c36;--c:#6a737d;--n:#0550ae;--t:#953800}
        @media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6e9ec;--muted:#a3adb7;--rule:#2c333a;--soft:#1c2127;--link:#7cb8f2;
        --good:#4fd1a1;--bad:#ff9e64;--note:#2b2412;--note-rule:#8f7423;
        --line0:#58b0ea;--line1:#ff8f4d;--line2:#3fcf9f;--line3:#e08ad6;--line4:#e0b04a;--line5:#8fd0f5;--line6:#b5b5b8;
        --build-ink:#e6e9ec;--build-muted:#a3adb7;--build-line:#6b7681;--build-box:#1c2127;--build-stage:#14304a;--build-merge:#3d2f14;--build-model:#123527;
        --k:#c297ff;--s:#7ee2a8;--c:#8b949e;--n:#79c0ff;--t:#ffb27a}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        main,header,footer{max-width:1120px;margin:0 auto;padding:0 24px}
        header{padding-top:44px}
        h1{font-size:30px;line-height:1.2;margin:0 0 8px;letter-spacing:-.01em}
        h2{font-size:22px;line-height:1.25;margin:56px 0 12px;padding-top:14px;border-top:1px solid var(--rule)}
        h3{font-size:16.5px;margin:30px 0 8px}
        p,li{max-width:78ch}
        p{margin:10px 0}
        a{color:var(--link)}
        .lead{font-size:18px;color:var(--muted);margin:0 0 20px}
        nav{margin:18px 0 6px;font-size:14.5px;display:flex;flex-wrap:wrap;gap:4px 16px}
        nav a{white-space:nowrap}
        .sides{display:grid;grid-template-columns:1fr 1fr;gap:18px;margin:20px 0}
        .sides>div{border:1px solid var(--rule);border-radius:8px;padding:14px 18px;background:var(--soft)}
        .sides>div:first-child{background:var(--note);border-color:var(--note-rule)}
        .sides h2{border:0;margin:0 0 4px;padding:0;font-size:16px}
        .sides p{margin:6px 0 0;font-size:15px}
        .missing{border:1px solid var(--note-rule);background:var(--note);border-radius:8px;padding:8px 18px;margin:16px 0}
        .scroll{overflow-x:auto;margin:10px 0;-webkit-overflow-scrolling:touch}
        .scroll:focus-visible{outline:2px solid var(--link);outline-offset:3px}
        table{border-collapse:collapse;font-size:14px;line-height:1.35;font-variant-numeric:tabular-nums;width:100%}
        caption{text-align:left;color:var(--muted);font-size:13.5px;padding-bottom:6px}
        th,td{padding:6px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{font-weight:600;border-bottom:2px solid var(--rule);white-space:nowrap;vertical-align:bottom}
        thead small,td small,th small{display:block;color:var(--muted);font-weight:400;font-size:12px}
        .r{text-align:right;white-space:nowrap}.w{white-space:nowrap}
        tbody th{font-weight:600}
        tr.theirs th,tr.theirs td{color:var(--muted);padding-top:0}
        tr.ours th,tr.ours td{border-bottom:0;padding-bottom:2px}
        tr.theirs th{font-weight:400;font-style:italic}
        .pm{color:var(--muted);font-size:12px;font-weight:400}
        table.scores{table-layout:fixed;min-width:860px}
        table.scores th,table.scores td{padding-left:4px;padding-right:4px;font-size:13px}
        table.scores .pm,table.scores small{font-size:11px}
        table.scores th:first-child{width:132px}
        table.scores.data{max-width:860px}
        table.scores thead th.d{white-space:normal;font-size:12px}
        b{font-weight:700}
        .verdict{white-space:nowrap}
        .better{color:var(--good)}.worse{color:var(--bad)}.noise,.none{color:var(--muted)}
        .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(330px,1fr));gap:14px}
        figure{margin:16px 0}
        .plots figure{margin:0}
        svg.plot{display:block;width:100%;height:auto;border:1px solid var(--rule);border-radius:6px}
        svg.build-graph{display:block;max-width:100%;height:auto;margin:0 auto}
        figcaption{color:var(--muted);font-size:13.5px;margin-top:6px;max-width:78ch}
        details{margin:8px 0}
        summary{cursor:pointer;font-weight:600}
        summary small{font-weight:400;color:var(--muted)}
        pre{background:var(--soft);border:1px solid var(--rule);border-radius:6px;padding:14px 16px;overflow-x:auto;font-size:12.5px;line-height:1.5}
        code,pre,.hash{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
        code,.hash{font-size:.88em;overflow-wrap:anywhere}
        pre code{font-size:inherit;overflow-wrap:normal}
        .k{color:var(--k)}.s{color:var(--s)}.c{color:var(--c);font-style:italic}.n{color:var(--n)}.t{color:var(--t)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:14.5px}
        dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        .key{display:inline-block;width:12px;height:12px;border:1px solid var(--build-line);border-radius:2px;vertical-align:-1px;margin:0 5px 0 12px}
        footer{margin-top:56px;padding-top:14px;padding-bottom:40px;border-top:1px solid var(--rule);color:var(--muted);font-size:14px}
        @media (max-width:720px){main,header,footer{padding-left:14px;padding-right:14px}h1{font-size:25px}.sides{grid-template-columns:1fr}
        table{min-width:640px}.wide svg{min-width:640px}dl{grid-template-columns:1fr}dt{margin-top:8px}}
        @media print{:root{--paper:#fff;--ink:#000;--muted:#444;--rule:#bbb;--soft:#fff;--note:#fff}
        body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}nav{display:none}h2{break-after:avoid;margin-top:28px}figure,table,.sides{break-inside:avoid}
        .scroll{overflow:visible}table{font-size:8.5pt;min-width:0}th,td{padding:3px 5px}pre{white-space:pre-wrap}}
        """;
}
