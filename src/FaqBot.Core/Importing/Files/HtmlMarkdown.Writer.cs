using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace FaqBot.Core.Importing.Files;

/// <content>How nodes become Markdown.</content>
internal static partial class HtmlMarkdown
{
    /// <summary>Writes nodes as Markdown.</summary>
    /// <param name="escapes">Whether text is plain, and what would be Markdown in it must be escaped.</param>
    private sealed class Writer(bool escapes)
    {
        private readonly StringBuilder _text = new();
        private readonly Stack<int?> _lists = new();
        private int _depth;
        private bool _inCode;

        public string Write(IElement body)
        {
            Children(body);
            string text = TrailingBlanks().Replace(_text.ToString(), blanks => blanks.Length > 2 ? "  \n" : "\n");
            return Spare().Replace(text, "\n\n").Trim();
        }

        private void Children(INode node)
        {
            if (++_depth <= MostDepth)
            {
                foreach (INode child in node.ChildNodes)
                {
                    Node(child);
                }
            }
            else
            {
                Text(node.TextContent);
            }

            _depth--;
        }

        private void Node(INode node)
        {
            if (node is IText text)
            {
                Text(text.Data);
            }
            else if (node is IElement element)
            {
                Element(element);
            }
        }

        private void Element(IElement element)
        {
            switch (element.LocalName)
            {
                case "script" or "style" or "noscript" or "template" or "head" or "title" or "iframe" or "object":
                    break;
                case "br":
                    _text.Append(escapes || _lists.Count == 0 ? "  \n" : "\n");
                    break;
                case "hr":
                    Block(() => _text.Append("---"));
                    break;
                case "b" or "strong":
                    Around(element, "**");
                    break;
                case "i" or "em":
                    Around(element, "*");
                    break;
                case "s" or "del" or "strike":
                    Around(element, "~~");
                    break;
                case "code" or "kbd" or "samp" when !_inCode:
                    Code(element, "`", "`");
                    break;
                case "pre":
                    Block(() => Code(element, "```\n", "\n```"));
                    break;
                case ['h', >= '1' and <= '6' and var level]:
                    Block(() =>
                    {
                        _text.Append('#', level - '0').Append(' ');
                        Children(element);
                    });
                    break;
                case "a":
                    Link(element);
                    break;
                case "img":
                    Image(element);
                    break;
                case "ul" or "ol":
                    List(element);
                    break;
                case "li":
                    Item(element);
                    break;
                case "blockquote":
                    Quote(element);
                    break;
                case "tr":
                    Row(element);
                    break;
                case "p" or "div" or "section" or "article" or "table" or "dl" or "dt" or "dd" or "figure" or "figcaption" or "header"
                    or "footer" or "center" or "details" or "summary" or "main":
                    Block(() => Children(element));
                    break;
                default:
                    Children(element);
                    break;
            }
        }

        private void Text(string text)
        {
            if (_inCode || !escapes)
            {
                _text.Append(text);
                return;
            }

            string spaced = Blanks().Replace(text, " ");
            bool atStart = _text.Length == 0 || _text[^1] is '\n' or ' ';
            string written = Special().Replace(atStart ? spaced.TrimStart(' ') : spaced, "\\$0");
            _text.Append(_text.Length == 0 || _text[^1] == '\n' ? LineStart().Replace(written, "$1\\$2") : written);
        }

        private void Block(Action write)
        {
            Gap();
            write();
            Gap();
        }

        private void Gap()
        {
            if (_text.Length > 0)
            {
                TrimEnd();
                _text.Append(_lists.Count > 0 ? "\n" + Indent() : "\n\n");
            }
        }

        private string Indent() => new(' ', Math.Max(0, _lists.Count - 1) * 3 + (_lists.Count > 0 ? 3 : 0));

        private void TrimEnd()
        {
            while (_text.Length > 0 && _text[^1] is ' ' or '\n')
            {
                _text.Length--;
            }
        }

        private void Around(IElement element, string mark)
        {
            int start = _text.Length;
            Children(element);
            string inner = _text.ToString(start, _text.Length - start);
            string trimmed = inner.Trim();
            if (trimmed.Length == 0 || trimmed.Contains("\n\n", StringComparison.Ordinal)
                || trimmed.StartsWith(mark, StringComparison.Ordinal))
            {
                return;
            }

            _text.Length = start;
            _text.Append(inner.AsSpan(0, inner.Length - inner.TrimStart().Length)).Append(mark).Append(trimmed).Append(mark)
                .Append(inner.AsSpan(inner.TrimEnd().Length));
        }

        private void Code(IElement element, string before, string after)
        {
            string code = element.TextContent.Trim('\n');
            if (code.Trim().Length > 0)
            {
                _inCode = true;
                _text.Append(before).Append(code).Append(after);
                _inCode = false;
            }
        }

        private void Link(IElement element)
        {
            string address = (element.GetAttribute("href") ?? "").Trim();
            int start = _text.Length;
            Children(element);
            string shown = _text.ToString(start, _text.Length - start).Trim();
            if (!IsAddress(address))
            {
                return;
            }

            _text.Length = start;
            _text.Append('[').Append(shown.Length == 0 ? address : Blanks().Replace(shown, " ")).Append("](").Append(Target(address))
                .Append(')');
        }

        private void Image(IElement element)
        {
            string address = (element.GetAttribute("src") ?? "").Trim();
            if (IsAddress(address))
            {
                string alt = Special().Replace(Blanks().Replace(element.GetAttribute("alt") ?? "", " ").Trim(), "\\$0");
                _text.Append("![").Append(alt).Append("](").Append(Target(address)).Append(')');
            }
        }

        private void List(IElement element)
        {
            if (_lists.Count == 0)
            {
                Gap();
            }

            _lists.Push(element.LocalName == "ol" ? (element as IHtmlOrderedListElement)?.Start ?? 1 : null);
            Children(element);
            _lists.Pop();
            if (_lists.Count == 0)
            {
                Gap();
            }
        }

        private void Item(IElement element)
        {
            TrimEnd();
            if (_text.Length > 0)
            {
                _text.Append(_lists.Count <= 1 && _text.Length > 0 && IsFirst(element) ? "\n\n" : "\n");
            }

            int? number = _lists.Count == 0 ? null : _lists.Pop();
            _lists.Push(number is null ? null : number + 1);
            _text.Append(' ', Math.Max(0, _lists.Count - 1) * 3).Append(number is { } stated ? $"{stated}. " : "- ");
            int start = _text.Length;
            Children(element);
            string inner = _text.ToString(start, _text.Length - start).Trim();
            _text.Length = start;
            _text.Append(inner);
        }

        private static bool IsFirst(IElement item) => item.PreviousElementSibling is null;

        private void Quote(IElement element)
        {
            Gap();
            int start = _text.Length;
            Children(element);
            string[] lines = _text.ToString(start, _text.Length - start).Trim().Split('\n');
            _text.Length = start;
            _text.AppendJoin('\n', lines.Select(line => $"> {line}".TrimEnd()));
            Gap();
        }

        private void Row(IElement element)
        {
            TrimEnd();
            if (_text.Length > 0)
            {
                _text.Append(element.PreviousElementSibling is null && element.ParentElement?.PreviousElementSibling is null ? "\n\n"
                    : "  \n");
            }

            bool isFirst = true;
            foreach (IElement cell in element.Children)
            {
                int start = _text.Length;
                Children(cell);
                string shown = Blanks().Replace(_text.ToString(start, _text.Length - start), " ").Trim();
                _text.Length = start;
                if (shown.Length > 0)
                {
                    _text.Append(isFirst ? "" : " | ").Append(shown);
                    isFirst = false;
                }
            }
        }

        /// <summary>Addresses that a reader can follow; a script is none.</summary>
        private static bool IsAddress(string address) => address.Length > 0 && !Scheme().IsMatch(address);

        private static string Target(string address) => address.Replace(" ", "%20", StringComparison.Ordinal)
            .Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
    }
}
