using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using Spectre.Console;

namespace Solar.Lab.Reports;

/// <summary>Previews of rows for a terminal, and as HTML.</summary>
public static class PreviewText
{
    // Colours of both schemes have a contrast of 4.5 and more.
    private const string Style =
        """

        :root { color-scheme: light dark; --learnt: #c8f7c5; --read: #6b6b6b; --mark: #8a5200; --cut: #c00000; --line: #d8d8d8 }
        @media (prefers-color-scheme: dark) { :root { --learnt: #14532d; --read: #a0a0a0; --mark: #ffb74d; --cut: #ff6b6b; --line: #444 } }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif }
        h1 { font-size: 1.3rem } h2 { font-size: .9rem; font-weight: 600; margin: 1.5rem 0 .4rem }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, monospace }
        .learnt { background: var(--learnt) } .read { color: var(--read) } .mark { color: var(--mark); font-weight: bold }
        .cut { color: var(--cut); font-weight: bold } .padding { color: var(--read) }

        """;

    private const string Legend =
        "<p><span class=\"learnt\">learnt</span> · <span class=\"read\">read only</span> · <span class=\"mark\">begin and end tokens</span> · "
        + "<span class=\"cut\">│</span> the next document begins · <span class=\"padding\">·×3</span> padding</p>\n";

    /// <summary>A row in Spectre.Console's markup: learnt on green, read in grey, begin and end tokens yellow, a red bar between documents.</summary>
    /// <param name="runs">The row.</param>
    public static string Markup(IReadOnlyList<PreviewRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Join(runs, run => run.Kind == PreviewKind.Padding ? $"[grey35]{Padding(run)}[/]"
            : $"[{(run.IsMark ? "yellow" : run.Kind == PreviewKind.Learnt ? "black" : "grey")}{(run.Kind == PreviewKind.Learnt ? " on green" : "")}]{Spectre.Console.Markup.Escape(Visible(run))}[/]",
            "[red]│[/]");
    }

    /// <summary>A row without colours, for files and pipes: learnt between ⟦ ⟧, a bar between documents.</summary>
    /// <param name="runs">The row.</param>
    public static string Plain(IReadOnlyList<PreviewRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Join(runs, run => run.Kind == PreviewKind.Padding ? Padding(run) : run.Kind == PreviewKind.Learnt ? $"⟦{Visible(run)}⟧" : Visible(run), "│")
            .Replace("⟧⟦", "", StringComparison.Ordinal);
    }

    /// <summary>Rows as one HTML page.</summary>
    /// <param name="title">What they are of.</param>
    /// <param name="rows">The rows, each with the places of its documents.</param>
    public static string Html(string title, IEnumerable<(string Places, IReadOnlyList<PreviewRun> Runs)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var page = new StringBuilder();
        page.Append($"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head>\n<body>\n");
        page.Append($"<h1>{WebUtility.HtmlEncode(title)}</h1>\n{Legend}");
        foreach ((string places, IReadOnlyList<PreviewRun> runs) in rows)
        {
            page.Append($"<h2>{WebUtility.HtmlEncode(places)}</h2>\n<pre>");
            page.Append(Join(runs, run => run.Kind == PreviewKind.Padding ? $"<span class=\"padding\">{Padding(run)}</span>"
                : $"<span class=\"{(run.Kind == PreviewKind.Learnt ? "learnt" : "read")}{(run.IsMark ? " mark" : "")}\">{WebUtility.HtmlEncode(Visible(run))}</span>",
                "<span class=\"cut\">│</span>"));
            page.Append("</pre>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Join(IReadOnlyList<PreviewRun> runs, Func<PreviewRun, string> write, string cut) => string.Concat(runs.Select((run, i) =>
        (i > 0 && run.Kind != PreviewKind.Padding && run.Document != runs[i - 1].Document ? cut : "") + write(run)));

    private static string Padding(PreviewRun run) => FormattableString.Invariant($"·×{run.Count}");

    // Ends of lines are seen, and what a terminal would take for a command is not sent to it.
    private static string Visible(PreviewRun run) => string.Concat(run.Text.Select(character => character switch
    {
        '\n' => "↵\n",
        '\t' => "→",
        < ' ' or '\u007f' => "�",
        _ => character.ToString(),
    }));
}
