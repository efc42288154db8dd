#include "compiler/syntax/tree_builder.h"

namespace nest::syntax {

TreeBuilder::Depth::Depth(TreeBuilder& builder, const Node& node, std::size_t levels)
    : builder_(builder), levels_(levels) {
  const std::size_t limit = builder.limits_.expression_depth;
  if (builder.depth_ + levels > limit) {
    builder.errors_.abandon(DiagnosticCode::NestedTooDeep, builder.span(*node.start), limit);
  }
  builder.depth_ += levels;
}

Span TreeBuilder::span(const Token& token) const {
  return errors_.span(token.getStartIndex(), static_cast<const FileToken&>(token).end());
}

Span TreeBuilder::span(const Node& node) const { return join(span(*node.start), span(*node.stop)); }

ast::Name TreeBuilder::name(const Node& node) const {
  const Span place = span(node);
  return {std::string(text(place)), place};
}

std::string TreeBuilder::doc_above(const Node& node) const {
  std::vector<std::string_view> lines;
  std::size_t line = node.start->getLine();
  for (std::size_t at = node.start->getTokenIndex(); at-- > 0;) {
    const FileToken& token = *tokens_.get(at);
    if (token.getType() != NestParser::DocComment || token.getLine() + 1 != line) break;
    line = token.getLine();
    std::string_view written = text(span(token)).substr(3);
    if (written.starts_with(' ')) written.remove_prefix(1);
    while (written.ends_with(' ') || written.ends_with('\t')) written.remove_suffix(1);
    lines.push_back(written);
  }
  std::string doc;
  for (auto written = lines.rbegin(); written != lines.rend(); ++written) {
    if (!doc.empty() || written != lines.rbegin()) doc += '\n';
    doc += *written;
  }
  return doc;
}

}  // namespace nest::syntax
