"""Everything that can be wrong with a workspace, gathered from every stage; and what can be mended safely."""
